package io.sinotrace.volume.io.dicom;

import io.sinotrace.Parallel;
import io.sinotrace.volume.io.dicom.SliceFile.Examined;
import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.SliceGaps;
import io.sinotrace.volume.io.file.SliceReader;
import io.sinotrace.volume.io.file.SliceSets;
import io.sinotrace.volume.io.file.VolumeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * CT series in DICOM: a file a slice, or all frames in one. Their order and distances come from
 * positions and orientations in the patient alone; numbers become Hounsfield units; padding becomes
 * air.
 */
public final class DicomReader implements SliceReader {
  /** How many bytes at the beginning of a file tell whether it is DICOM. */
  public static final int HEAD = HeaderParser.HEAD;

  /**
   * Returns whether a file is DICOM, whatever its name is.
   *
   * @param head its first {@link #HEAD} bytes, or all if it is shorter
   */
  public static boolean recognises(byte[] head) {
    return HeaderParser.recognises(head);
  }

  @Override
  public SliceSets find(List<VolumeFile> files, SliceGaps gaps) {
    return SeriesSorter.sort(examine(files), gaps);
  }

  @Override
  public OpenVolume open(List<VolumeFile> slices, int number, ArrayLayout layout) {
    List<Examined> files = examine(slices);
    List<Slice> all = new ArrayList<>();
    for (Examined file : files) {
      if (!file.reason().isEmpty()) {
        throw file.file().fault(file.reason());
      }
      all.addAll(file.slices());
    }
    try {
      boolean frames = files.size() == 1 && (all.size() > 1 || number > 0);
      return new DicomVolume(
          frames ? SeriesSorter.stack(files.get(0), number) : SliceStack.of(all));
    } catch (UnusableException e) {
      throw slices.get(0).fault(e.reason(), e);
    }
  }

  private static List<Examined> examine(List<VolumeFile> files) {
    try {
      return Parallel.map(files, SliceFile::examine);
    } catch (IOException e) {
      throw new UncheckedIOException("headers of DICOM files cannot be read", e);
    }
  }

  @Override
  public boolean knowsSides(VolumeFile file) {
    return true;
  }
}
