package io.sinotrace.volume.io.tiff;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.HashedInput;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VoxelSink;
import io.sinotrace.volume.io.tiff.Page.Form;
import java.io.IOException;
import java.util.List;

/**
 * The pages of one file, or of many of which each has one.
 *
 * @param files in the order of their pages
 * @param form of every page
 */
record TiffStack(List<VolumeFile> files, Form form, VoxelGrid grid) implements OpenVolume {
  /** Longer files are read where something is wanted, and once more for their checksum. */
  private static final int MAX_WHOLE = 16 << 20;

  @Override
  public String stored() {
    return form.type().toString();
  }

  @Override
  public void decode(VoxelSink sink) {
    int z = 0;
    for (VolumeFile file : files) {
      try (TiffBytes bytes =
          file.length() <= MAX_WHOLE ? whole(file, sink) : TiffBytes.open(file)) {
        Pages pages = Pages.read(bytes);
        int expected = files.size() == 1 ? grid.nz() : 1;
        if (!pages.form().equals(form) || pages.all().size() != expected) {
          throw file.fault(
              "has %d page(s) of %s: expected %d of %s"
                  .formatted(pages.all().size(), pages.form(), expected, form));
        }
        Blocks blocks = new Blocks(bytes, sink);
        for (Page page : pages.all()) {
          blocks.decode(page, z++);
        }
      }
    }
  }

  private static TiffBytes whole(VolumeFile file, VoxelSink sink) {
    try (HashedInput in = new HashedInput(file)) {
      byte[] all = in.readNBytes((int) file.length());
      sink.hashed(file, in.finish());
      return TiffBytes.of(file, all);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  @Override
  public void close() {
    // Files are open only while they are decoded.
  }
}
