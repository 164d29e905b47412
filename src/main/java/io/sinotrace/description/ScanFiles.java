package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.FoundVolumes.FoundVolume;
import io.sinotrace.description.VolumeSpec.Input;
import io.sinotrace.description.VolumeSpec.Kind;
import io.sinotrace.description.VolumeSpec.Listed;
import io.sinotrace.volume.io.InputState;
import io.sinotrace.volume.io.PartnerFiles;
import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.phantom.PhantomVolume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Expands the inputs of a description into volumes. */
final class ScanFiles {
  private final VolumeSpec volume;
  private final Configuration conf;
  private final InputListing listing;
  private final Consumer<String> warnings;
  private final Map<VolumeSource, Found> volumes = new LinkedHashMap<>();

  /**
   * The series that were found, and how they are read, each as its first file: what stands for them
   * says which input found them.
   */
  private final Map<VolumeSource, Found> series = new HashMap<>();

  /** What was said to be passed over: several inputs may find the same. */
  private final Set<String> told = new HashSet<>();

  /** Files that are volumes although the header of another may name them. */
  private final Set<Path> named = new HashSet<>();

  /** The sections of the volumes, each once: of many volumes few differ. */
  private final Map<Map<String, Object>, Map<String, Object>> sections = new HashMap<>();

  /**
   * A volume that an input names.
   *
   * @param id of the volume
   * @param fault why it cannot be read, as far as that is known; null if nothing is
   */
  private record Found(
      Input input, String id, FoundVolume volume, VolumeSettings settings, @Nullable String fault) {
    Path path() {
      return volume.path();
    }
  }

  private ScanFiles(VolumeSpec volume, Configuration conf, Consumer<String> warnings) {
    this.volume = volume;
    this.listing = new InputListing(conf);
    this.conf = conf;
    this.warnings = warnings;
  }

  /**
   * Returns the volumes: in the order of the list, the files of a glob or a folder sorted by path,
   * each volume once although several inputs may name it; the first then gives it its id. Globs and
   * folders skip files that are part of another volume. Volumes with equal ids all get a fault.
   *
   * @param warnings takes what is passed over, a line each
   */
  static List<NamedVolume> find(VolumeSpec volume, Configuration conf, Consumer<String> warnings) {
    return new ScanFiles(volume, conf, warnings).find();
  }

  private List<NamedVolume> find() {
    findAll();
    dropPartners();
    FormatSettings.check(volume.settings(), volumes.values().stream().map(Found::volume).toList());
    Map<String, List<Path>> byId =
        volumes.values().stream()
            .collect(
                Collectors.groupingBy(
                    Found::id, Collectors.mapping(Found::path, Collectors.toList())));
    List<NamedVolume> all = new ArrayList<>();
    volumes.forEach(
        (source, found) ->
            all.add(
                new NamedVolume(
                    found.id,
                    source,
                    found.volume.format(),
                    sections.computeIfAbsent(
                        found.settings.section(found.volume.format()), same -> same),
                    found.volume.bytes(),
                    found.volume.modified(),
                    fault(found, byId.getOrDefault(found.id, List.of())),
                    found.volume.note())));
    return all;
  }

  private void findAll() {
    Map<Path, FileStatus> literal =
        listing.lookUp(
            volume.inputs().stream()
                .filter(input -> input.kind() == Kind.FILE || input.kind() == Kind.LISTED)
                .toList());
    for (Input input : volume.inputs()) {
      switch (input.kind()) {
        case FILE -> addNamed(input, literal);
        case LISTED -> addListed(input, literal);
        case GLOB -> addAll(input, matches(input), new Path(input.fixedPart()));
        case FOLDER -> addAll(input, listing.filesIn(input), new Path(input.path()));
        case PHANTOM -> addPhantom(input);
      }
    }
  }

  private void addPhantom(Input input) {
    VolumeSettings settings = volume.settings();
    PhantomVolume phantom = Objects.requireNonNull(settings.phantom());
    long bytes = InputState.of(VolumeSource.of(phantom), conf).files().get(0).bytes();
    add(new Found(input, phantom.name(), FoundVolume.of(phantom, bytes), settings, null));
  }

  private void addNamed(Input input, Map<Path, FileStatus> literal) {
    Path file = new Path(input.path());
    FileStatus status = literal.get(file);
    if (status == null) {
      throw noFile(input, "there is no file %s", "at least one volume file");
    }
    named.add(file);
    VolumeSettings settings = volume.settings();
    String id = ScanIds.of(settings.bare(file).getName());
    addOne(input, id, status, settings, Set.of(), null);
  }

  private void addListed(Input input, Map<Path, FileStatus> literal) {
    Path file = new Path(input.path());
    Listed listed = Objects.requireNonNull(input.listed());
    FileStatus status = literal.get(file);
    named.add(file);
    if (status == null) {
      String fault =
          "%s: there is no file %s: expected a volume file"
              .formatted(input.where(), Messages.oneLine(file.toString()));
      add(
          new Found(
              input,
              listed.id(),
              FoundVolume.of(file, null, listed.settings()),
              listed.settings(),
              listed.fault() == null ? fault : listed.fault()));
    } else {
      addOne(input, listed.id(), status, listed.settings(), listed.own(), listed.fault());
    }
  }

  /**
   * Adds the volume of a file, or the only one in a folder, that is named.
   *
   * @param keys of the settings that hold for it alone
   */
  private void addOne(
      Input input,
      String id,
      FileStatus status,
      VolumeSettings settings,
      Set<String> keys,
      @Nullable String fault) {
    Path path = status.getPath();
    FoundVolume own = FoundVolume.of(path, status, settings);
    if (fault != null) {
      add(new Found(input, id, own, settings, fault));
      return;
    }
    FoundVolumes found;
    try {
      found =
          status.isDirectory()
              ? FoundVolumes.among(listing.filesIn(input), path, settings, conf)
              : listing.with(input, status, settings);
      FormatSettings.check(
          settings, keys, found.volumes().size() == 1 ? found.volumes().get(0) : own);
    } catch (InputException e) {
      add(new Found(input, id, own, settings, e.getMessage()));
      return;
    }
    boolean chosen = input.listed() != null && input.listed().chosen();
    boolean several = !status.isDirectory() && found.volumes().size() > 1;
    if (several && !chosen) {
      // Phases among the frames of one file have ids of their own.
      found
          .volumes()
          .forEach(
              each -> add(new Found(input, id(each, path), each, settings, fault(input, each))));
      return;
    }
    if (found.volumes().size() == 1) {
      FoundVolume one = found.volumes().get(0);
      warnPassedOver(input, found);
      if (!found.others().isEmpty()) {
        tell(input, passedOver(input, found));
      }
      String made = chosen || one.id() == null ? id : one.id();
      add(new Found(input, made, one, settings, fault(input, one)));
      for (FoundVolume doubtful : found.doubtful()) {
        add(new Found(input, id(doubtful, path), doubtful, settings, fault(input, doubtful)));
      }
      return;
    }
    String why = null;
    if (status.isDirectory() || several) {
      why =
          "%s: there are %d volumes in the %s %s: expected one volume%s"
                  .formatted(
                      input.where(),
                      found.volumes().size(),
                      several ? "file" : "folder",
                      Messages.oneLine(path.toString()),
                      several ? ", or no id" : "")
              + found.volumes().stream()
                  .flatMap(each -> Stream.ofNullable(each.fault()))
                  .findFirst()
                  .map(first -> "; " + first)
                  .orElse("");
    } else if (!found.passedOver().isEmpty()) {
      why = located(input, found.passedOver().get(0));
    }
    // Opening it reports that it is of no known format.
    add(new Found(input, id, own, settings, why));
  }

  /** Adds the volumes among the files of a glob or a folder. */
  private void addAll(Input input, List<FileStatus> files, Path fixed) {
    FoundVolumes found = FoundVolumes.among(files, fixed, volume.settings(), conf);
    List<FoundVolume> all = new ArrayList<>(found.volumes());
    if (input.kind() == Kind.GLOB && !found.isPersonal()) {
      // Opening them reports that they are of no known format, if no header names them.
      found
          .others()
          .forEach(other -> all.add(FoundVolume.of(other.getPath(), other, volume.settings())));
    } else if (!found.others().isEmpty()) {
      tell(input, passedOver(input, found));
    }
    if (all.isEmpty()) {
      throw found.passedOver().isEmpty()
          ? noFile(input, "there is no volume in %s", VolumeFormat.names())
          : new InputException(
              "%s: there is no CT series in %s: %s"
                  .formatted(
                      input.where(), Messages.oneLine(input.path()), found.passedOver().get(0)));
    }
    warnPassedOver(input, found);
    all.stream()
        .sorted(Comparator.comparing(each -> each.path().toString()))
        .forEach(
            each ->
                add(
                    new Found(
                        input, id(each, fixed), each, volume.settings(), fault(input, each))));
  }

  private String id(FoundVolume found, Path fixed) {
    if (found.id() != null) {
      return found.id();
    }
    Path path = volume.settings().bare(found.path());
    List<String> below = ScanIds.parts(path, fixed);
    return below.isEmpty() ? ScanIds.of(path.getName()) : ScanIds.below(below);
  }

  private static @Nullable String fault(Input input, FoundVolume found) {
    return found.fault() == null ? null : located(input, found.fault());
  }

  private static String located(Input input, String line) {
    return input.where() + ": " + line;
  }

  private void add(Found found) {
    Slices slices = found.volume.slices();
    if (found.volume.id() != null && slices != null) {
      VolumeSource first = found.settings.source(slices.paths().get(0)).of(slices);
      Found kept = series.putIfAbsent(first, found);
      if (kept != null) {
        if (!kept.id.equals(found.id)) {
          warnings.accept(
              "%s: passed over the id %s: the same series has the id %s already"
                  .formatted(found.input.where(), found.id, kept.id));
        }
        return;
      }
    }
    volumes.putIfAbsent(found.volume.source(found.settings), found);
  }

  private List<FileStatus> matches(Input glob) {
    List<FileStatus> files = listing.matches(glob);
    if (files.isEmpty()) {
      throw noFile(glob, "no file matches %s", "at least one volume file");
    }
    return files;
  }

  private void warnPassedOver(Input input, FoundVolumes found) {
    found.passedOver().forEach(line -> tell(input, "passed over " + line));
  }

  private void tell(Input input, String line) {
    if (told.add(line)) {
      warnings.accept(located(input, line));
    }
  }

  private static String passedOver(Input input, FoundVolumes found) {
    int count = found.others().size();
    String example = Messages.oneLine(found.others().get(0).getPath().toString());
    return "passed over %d file%s in %s that %s of no known format%s: expected %s"
        .formatted(
            count,
            count == 1 ? "" : "s",
            Messages.oneLine(input.path()),
            count == 1 ? "is" : "are",
            found.isPersonal() ? "" : ", such as " + example,
            VolumeFormat.names());
  }

  private void dropPartners() {
    Set<String> partners =
        PartnerFiles.among(
            volumes.values().stream()
                .filter(found -> found.volume.slices() == null)
                .map(found -> found.path().toString())
                .toList(),
            conf);
    volumes
        .values()
        .removeIf(
            found -> !named.contains(found.path()) && partners.contains(found.path().toString()));
    dropParts();
  }

  /**
   * Of files that are parts of one volume, the one that the description has first stands for it.
   */
  private void dropParts() {
    Set<Path> found = volumes.values().stream().map(Found::path).collect(Collectors.toSet());
    List<String> parts = volume.settings().files();
    volumes
        .values()
        .removeIf(
            part -> {
              int at = parts.indexOf(part.path().getName());
              return !named.contains(part.path())
                  && parts.subList(0, Math.max(0, at)).stream()
                      .anyMatch(other -> found.contains(new Path(part.path().getParent(), other)));
            });
  }

  private static @Nullable String fault(Found found, List<Path> alike) {
    if (found.fault != null) {
      return found.fault;
    }
    String misfit = FormatSettings.misfit(found.settings, found.volume);
    if (misfit != null) {
      return "%s: %s: %s"
          .formatted(found.input.where(), Messages.oneLine(found.path().toString()), misfit);
    }
    return alike.size() == 1 ? null : sameId(found, alike);
  }

  private static String sameId(Found found, List<Path> alike) {
    List<Path> others = new ArrayList<>(alike);
    others.remove(found.path());
    if (others.contains(found.path())) {
      return "%s: %s is listed twice, with other settings: expected an id for each, in the column id"
          .formatted(found.input.where(), Messages.oneLine(found.path().toString()));
    }
    String more = others.size() == 1 ? "" : " and %d more".formatted(others.size() - 1);
    return "%s: %s has the id %s, and so has %s%s: expected %s"
        .formatted(
            found.input.where(),
            Messages.oneLine(found.path().toString()),
            found.id,
            Messages.oneLine(others.get(0).toString()),
            more,
            found.input.kind() == Kind.LISTED
                ? "another id in the column id"
                : "names that differ by more than their ending, or a glob over their folders, such"
                    + " as {a,b}/ct.nii, which makes these a part of the ids");
  }

  private static InputException noFile(Input input, String problem, String expected) {
    return new InputException(
        "%s: %s: expected %s"
            .formatted(input.where(), problem.formatted(Messages.oneLine(input.path())), expected));
  }
}
