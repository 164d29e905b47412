package io.sinotrace.volume.io.dicom;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.dicom.SliceFile.Examined;
import io.sinotrace.volume.io.dicom.SliceFile.Kind;
import io.sinotrace.volume.io.file.SliceGaps;
import io.sinotrace.volume.io.file.SliceSet;
import io.sinotrace.volume.io.file.SliceSets;
import io.sinotrace.volume.io.file.VolumeFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Sorts files into volumes.
 *
 * <p>Slices of one series are of one volume if they are parallel, of one stack and one temporal
 * position. If several of these are at the same place, they are told apart by what differs:
 * acquisition, phase, kind of image, kernel, voltage. Acquisitions that do not touch one another
 * are volumes too; those that go on at equal distances are one, as a scanner's steps along a
 * patient are.
 */
final class SeriesSorter {
  private static final List<Slice.Key> ALWAYS =
      List.of(Slice.Key.STACK, Slice.Key.TEMPORAL_POSITION);

  private static final List<Slice.Key> OF_DOUBLES =
      List.of(
          Slice.Key.ACQUISITION,
          Slice.Key.CARDIAC_PHASE,
          Slice.Key.RESPIRATORY_PHASE,
          Slice.Key.TRIGGER_TIME,
          Slice.Key.IMAGE_TYPE,
          Slice.Key.KERNEL,
          Slice.Key.KVP);

  private final List<SliceSet> sets = new ArrayList<>();

  /** The slices of each of the sets; null where there is a fault. */
  private final List<@Nullable SliceStack> stacks = new ArrayList<>();

  private final PassedOver passedOver = new PassedOver();
  private final List<VolumeFile> others = new ArrayList<>();

  private final SliceGaps gaps;

  private SeriesSorter(SliceGaps gaps) {
    this.gaps = gaps;
  }

  /** Sorts files, whose headers were read. */
  static SliceSets sort(List<Examined> files, SliceGaps gaps) {
    SeriesSorter sorter = new SeriesSorter(gaps);
    Map<String, List<Examined>> bySeries = new LinkedHashMap<>();
    Set<String> instances = new HashSet<>();
    Set<Path> folders =
        files.stream()
            .filter(file -> file.kind() == Kind.SLICES)
            .map(file -> file.file().path().getParent())
            .collect(Collectors.toSet());
    for (Examined file : files) {
      switch (file.kind()) {
        case OTHER_FORMAT -> sorter.other(file.file(), folders);
        case OTHER_OBJECT -> sorter.passedOver.take(file.file(), file.series(), file.reason());
        case SLICES, UNUSABLE -> {
          String instance = file.series() + " " + file.instance();
          if (!file.instance().isEmpty() && !instances.add(instance)) {
            sorter.passedOver.take(
                file.file(), file.series(), "is a copy of another: it has the same SOPInstanceUID");
          } else if (file.series().isEmpty()) {
            String path = file.file().path().toString();
            sorter.refuse(List.of(file.file()), path, file.reason());
          } else {
            bySeries.computeIfAbsent(file.series(), series -> new ArrayList<>()).add(file);
          }
        }
      }
    }
    bySeries.forEach(sorter::series);
    return new SliceSets(sorter.sets, sorter.passedOver.lines(), sorter.others);
  }

  /**
   * Takes a file of another format.
   *
   * @param folders those with slices
   */
  private void other(VolumeFile file, Set<Path> folders) {
    if (file.length() == 0 && folders.contains(file.path().getParent())) {
      passedOver.take(file, "", "is empty, and may have been a slice");
    } else {
      others.add(file);
    }
  }

  private void series(String series, List<Examined> files) {
    for (Examined file : files) {
      if (file.kind() == Kind.UNUSABLE) {
        // Without it the others would be another volume than was scanned.
        List<VolumeFile> all = new ArrayList<>(files.stream().map(Examined::file).toList());
        all.remove(file.file());
        all.add(0, file.file());
        int more = files.size() - 1;
        refuse(
            all,
            series,
            file.reason()
                + (more == 0
                    ? ""
                    : "; so the other %d of its series are set aside".formatted(more)));
        return;
      }
    }
    List<Slice> slices = files.stream().flatMap(file -> file.slices().stream()).toList();
    if (slices.size() > files.size()) {
      files.forEach(file -> sets.addAll(ofFrames(file).sets));
    } else {
      volumes(series, slices);
    }
  }

  /** Returns the volumes of a file of several frames: each time the same, in the same order. */
  private static SeriesSorter ofFrames(Examined file) {
    SeriesSorter frames = new SeriesSorter(SliceGaps.SET_ASIDE);
    frames.volumes(file.series() + " " + file.instance(), file.slices());
    for (int k = 0; k < frames.sets.size(); k++) {
      SliceSet set = frames.sets.get(k);
      frames.sets.set(k, new SliceSet(set.files(), k, set.identity(), set.fault(), set.note()));
    }
    return frames;
  }

  /**
   * Returns the slices of one of the volumes of a file of several frames.
   *
   * @param number see {@link SliceSet#number}
   * @throws UnusableException if there is no such volume, as when the file was replaced
   */
  static SliceStack stack(Examined file, int number) {
    SeriesSorter frames = ofFrames(file);
    SliceStack stack = number < frames.stacks.size() ? frames.stacks.get(number) : null;
    if (stack == null) {
      throw new UnusableException("has no volume of number %d in its frames".formatted(number));
    }
    return stack;
  }

  private void volumes(String series, List<Slice> slices) {
    for (List<Slice> parallel : parallel(slices)) {
      for (List<Slice> one : split(parallel, ALWAYS)) {
        volume(series, one, 0);
      }
    }
  }

  /** Adds files that are no volume; the first is at fault. */
  private void refuse(List<VolumeFile> files, String identity, String reason) {
    sets.add(new SliceSet(files, 0, identity, files.get(0).fault(reason).getMessage(), null));
    stacks.add(null);
  }

  /** Adds the volumes that slices are, which no key before {@code next} tells apart. */
  private void volume(String series, List<Slice> slices, int next) {
    if (SliceStack.hasDoubles(slices)) {
      for (int k = next; k < OF_DOUBLES.size(); k++) {
        List<List<Slice>> parts = split(slices, List.of(OF_DOUBLES.get(k)));
        if (parts.size() > 1) {
          int after = k + 1;
          parts.forEach(part -> volume(series, part, after));
          return;
        }
      }
    }
    try {
      SliceStack stack = SliceStack.of(slices);
      add(identity(series, stack.slices()), stack, null, List.of());
    } catch (UnusableException e) {
      List<SliceStack> apart = acquisitions(slices);
      SliceStack run =
          apart.isEmpty()
                  && gaps == SliceGaps.LONGEST_RUN
                  && e instanceof SliceStack.UnevenException
              ? SliceStack.longestRun(slices)
              : null;
      if (run != null) {
        List<VolumeFile> leftOut = leaveOut(series, slices, run, e.reason());
        // Once the missing slices come, they are the same scan with these.
        add(
            identity(series, SliceStack.ordered(slices)),
            run,
            "%d of %d slices of the series are taken: %s"
                .formatted(run.slices().size(), slices.size(), e.reason()),
            leftOut);
      } else if (apart.isEmpty()) {
        List<VolumeFile> files = files(slices);
        refuse(files, identity(series, slices), e.reason() + more(files.size() - 1));
      }
      apart.forEach(stack -> add(identity(series, stack.slices()), stack, null, List.of()));
    }
  }

  /** Tells how many slices are not in a run of them, and why; returns them. */
  private List<VolumeFile> leaveOut(
      String series, List<Slice> slices, SliceStack run, String reason) {
    String why =
        "is not among the %d slices of its series that are taken: %s"
            .formatted(run.slices().size(), reason);
    List<VolumeFile> leftOut = new ArrayList<>(files(slices));
    leftOut.removeAll(files(run.slices()));
    leftOut.forEach(file -> passedOver.take(file, series, why));
    return leftOut;
  }

  /** Returns the acquisitions, if there are several and all are volumes; else none. */
  private static List<SliceStack> acquisitions(List<Slice> slices) {
    List<List<Slice>> parts = split(slices, List.of(Slice.Key.ACQUISITION));
    try {
      return parts.size() > 1 ? parts.stream().map(SliceStack::of).toList() : List.of();
    } catch (UnusableException e) {
      return List.of();
    }
  }

  private static String more(int others) {
    return others == 0 ? "" : " (and %d more of its series)".formatted(others);
  }

  private static List<VolumeFile> files(List<Slice> slices) {
    return slices.stream().map(slice -> slice.file().file()).distinct().toList();
  }

  private void add(
      String identity, SliceStack stack, @Nullable String note, List<VolumeFile> leftOut) {
    List<Slice> slices = stack.slices();
    String fault = null;
    try {
      stack.grid();
    } catch (InputException e) {
      fault = e.getMessage();
    }
    sets.add(new SliceSet(files(slices), 0, identity, fault, note, leftOut));
    stacks.add(fault == null ? stack : null);
  }

  /** Returns what tells a volume from all others: it depends on its own slices alone. */
  private static String identity(String series, List<Slice> slices) {
    StringBuilder identity = new StringBuilder(series);
    Slice first = slices.get(0);
    for (double part : first.alongRow().unit().toArray()) {
      identity.append('\n').append(Math.round(100 * part));
    }
    for (double part : first.alongColumn().unit().toArray()) {
      identity.append('\n').append(Math.round(100 * part));
    }
    for (Slice.Key key : Slice.Key.values()) {
      identity.append('\n').append(key);
      slices.stream().map(slice -> slice.key(key)).distinct().sorted().forEach(identity::append);
    }
    return identity.toString();
  }

  /** Returns those that have the same values of keys together, in the order of the values. */
  private static List<List<Slice>> split(List<Slice> slices, List<Slice.Key> keys) {
    Function<Slice, String> values =
        slice -> keys.stream().map(slice::key).collect(Collectors.joining("\n"));
    Map<String, List<Slice>> parts =
        slices.stream().collect(Collectors.groupingBy(values, TreeMap::new, Collectors.toList()));
    return List.copyOf(parts.values());
  }

  private static List<List<Slice>> parallel(List<Slice> slices) {
    List<List<Slice>> groups = new ArrayList<>();
    for (Slice slice : slices) {
      groups.stream()
          .filter(group -> group.get(0).isParallel(slice))
          .findFirst()
          .orElseGet(
              () -> {
                List<Slice> group = new ArrayList<>();
                groups.add(group);
                return group;
              })
          .add(slice);
    }
    return groups;
  }
}
