package io.sinotrace.volume.io.tiff;

import io.sinotrace.InputException;
import io.sinotrace.Parallel;
import io.sinotrace.Setting;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.ArrayGrid;
import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.SliceGaps;
import io.sinotrace.volume.io.file.SliceReader;
import io.sinotrace.volume.io.file.SliceSet;
import io.sinotrace.volume.io.file.SliceSets;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.tiff.Page.Form;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * TIFF: the single-page files of a folder, in the natural order of their names, are one volume; a
 * file of several pages is one by itself.
 *
 * <p>As in the array [page][row][column] that other programs read, page 0 has the least z, row 0
 * the least y and column 0 the least x.
 */
public final class TiffReader implements SliceReader {
  /**
   * What is known of a file.
   *
   * @param form of its pages; null if there is a fault
   * @param pages how many there are
   */
  private record Header(VolumeFile file, @Nullable Form form, int pages, @Nullable String fault) {}

  @Override
  public SliceSets find(List<VolumeFile> files, SliceGaps gaps) {
    List<Header> headers;
    try {
      headers = Parallel.map(files, TiffReader::header);
    } catch (IOException e) {
      throw files.get(0).unreadable(e);
    }
    List<SliceSet> sets = new ArrayList<>();
    Map<Path, List<Header>> folders = new TreeMap<>();
    for (Header header : headers) {
      if (header.pages > 1) {
        sets.add(new SliceSet(List.of(header.file), 0, null, null, null));
      } else {
        folders
            .computeIfAbsent(header.file.path().getParent(), any -> new ArrayList<>())
            .add(header);
      }
    }
    folders.forEach(
        (folder, slices) -> {
          slices.sort(Comparator.comparing(slice -> slice.file.fileName(), NaturalOrder.NAMES));
          String fault = slices.size() == 1 ? null : fault(slices);
          sets.add(
              new SliceSet(
                  slices.stream().map(Header::file).toList(),
                  0,
                  null,
                  fault == null
                      ? null
                      : "%s: the %d TIFF files in this folder are no volume: %s"
                          .formatted(folder, slices.size(), fault),
                  null));
        });
    return new SliceSets(sets, List.of(), List.of());
  }

  private static Header header(VolumeFile file) {
    try (TiffBytes bytes = TiffBytes.open(file)) {
      Pages pages = Pages.read(bytes);
      return new Header(file, pages.form(), pages.all().size(), null);
    } catch (InputException e) {
      return new Header(file, null, 1, e.getMessage());
    }
  }

  /** Returns why slices are no volume; null if they are. */
  private static @Nullable String fault(List<Header> slices) {
    for (Header slice : slices) {
      if (slice.fault != null) {
        return slice.fault;
      }
    }
    Map<Form, List<Header>> byForm = slices.stream().collect(Collectors.groupingBy(Header::form));
    if (byForm.size() == 1) {
      return null;
    }
    // The one that fewest are like is the odd one.
    List<Header> odd = byForm.values().stream().min(Comparator.comparing(List::size)).orElseThrow();
    List<Header> most =
        byForm.values().stream().max(Comparator.comparing(List::size)).orElseThrow();
    return "%s has %s, %s %s: expected pages that are alike"
        .formatted(
            odd.get(0).file.fileName(),
            odd.get(0).form,
            most.get(0).file.fileName(),
            most.get(0).form);
  }

  @Override
  public OpenVolume open(List<VolumeFile> slices, int number, ArrayLayout layout) {
    VolumeFile first = slices.get(0);
    try (TiffBytes bytes = TiffBytes.open(first)) {
      Pages pages = Pages.read(bytes);
      Form form = pages.form();
      int count = slices.size() == 1 ? pages.all().size() : slices.size();
      long expansion =
          pages.all().stream().mapToLong(page -> page.packing().expansion()).max().orElse(1);
      if (pages.all().size() * form.bytes() > expansion * first.length()) {
        throw first.fault(
            "claims %d page(s) of %s, more than %d bytes can hold: truncated, or damaged"
                .formatted(pages.all().size(), form, first.length()));
      }
      for (VolumeFile slice : slices) {
        // How another slice is packed is only known when it is read.
        if (form.bytes() > Packing.LZW.expansion() * slice.length()) {
          throw slice.fault("is too short for a page of %s: truncated, or damaged".formatted(form));
        }
      }
      Vec3 spacing = layout.spacing() != null ? layout.spacing() : pages.description().spacing();
      if (Double.isNaN(spacing.x() + spacing.y() + spacing.z())) {
        throw first.fault(
            Setting.SPACING,
            "does not say how large its voxels are, as ImageJ or OME would: expected three numbers"
                + " x, y, z in mm");
      }
      VoxelGrid grid =
          ArrayGrid.of(first, new long[] {count, form.height(), form.width()}, false, spacing);
      return new TiffStack(slices, form, grid);
    }
  }
}
