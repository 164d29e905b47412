package io.sinotrace.volume.io.nrrd;

import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.RawImage.Packing;
import io.sinotrace.volume.io.file.TextVoxels;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** NRRD: .nrrd with the voxels in the file, or .nhdr with the voxels in a file beside it. */
public final class NrrdReader implements VolumeReader {
  /** Lines to skip must end within so many bytes: they are the header of another format. */
  private static final int MAX_SKIPPED = 1 << 20;

  @Override
  public OpenVolume open(VolumeFile file, ArrayLayout layout) {
    NrrdText text = NrrdText.read(file);
    String other = NrrdHeader.dataFile(text);
    VolumeFile data = other == null ? file : file.sibling(other);
    NrrdHeader header = new NrrdHeader(text);
    long start = afterLines(data, other == null ? text.end() : 0, header.lineSkip());
    Packing packing = header.packing();
    if (packing == null) {
      return new TextVoxels(data, header.grid(), start, data.length(), header.type());
    }
    long skip = header.byteSkip();
    if (packing == Packing.NONE) {
      long bytes = header.grid().voxels() * header.type().bytes();
      start = skip < 0 ? Math.max(start, data.length() - bytes) : start + skip;
      skip = 0;
      if (other != null && data.length() - bytes > start) {
        throw data.fault(
            "has %d bytes, but its header %s describes %d: one of the two is wrong"
                .formatted(data.length(), file.fileName(), start + bytes));
      }
    }
    return new RawImage(
        data, header.grid(), packing, start, skip, header.type(), header.order(), false, 1, 0);
  }

  /** Returns where so many lines from a byte of a file on end. */
  private static long afterLines(VolumeFile data, long from, long lines) {
    if (lines == 0) {
      return from;
    }
    try (InputStream in = new BufferedInputStream(data.open())) {
      in.skipNBytes(from);
      long left = lines;
      for (int at = 0; at < MAX_SKIPPED; at++) {
        int one = in.read();
        if (one < 0) {
          break;
        }
        if (one == '\n' && --left == 0) {
          return from + at + 1;
        }
      }
    } catch (IOException e) {
      throw data.unreadable(e);
    }
    throw data.fault(
        "has no %d lines to skip within %d bytes before its voxels".formatted(lines, MAX_SKIPPED));
  }

  @Override
  public List<String> partners(VolumeFile file) {
    String other = NrrdHeader.dataFile(NrrdText.read(file));
    return other == null ? List.of() : List.of(other);
  }

  @Override
  public boolean knowsSides(VolumeFile file) {
    return NrrdGrid.oriented(NrrdText.read(file));
  }
}
