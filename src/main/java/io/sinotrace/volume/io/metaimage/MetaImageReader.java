package io.sinotrace.volume.io.metaimage;

import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.RawImage.Packing;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeReader;
import java.util.List;

/** MetaImage: .mha with the voxels in the file, or .mhd with the voxels in a file beside it. */
public final class MetaImageReader implements VolumeReader {
  @Override
  public OpenVolume open(VolumeFile file, ArrayLayout layout) {
    MetaImageText text = MetaImageText.read(file);
    String raw = MetaImageHeader.dataFile(text);
    VolumeFile data = raw == null ? file : file.sibling(raw);
    MetaImageHeader header = new MetaImageHeader(text);
    long bytes = header.grid().voxels() * header.type().bytes();
    long skip = header.headerSize();
    boolean packed = header.packed();
    if (skip < 0) {
      skip = Math.max(0, data.length() - bytes);
    } else if (raw == null && skip == 0) {
      skip = header.dataStart();
    }
    if (!packed && raw != null && header.headerSize() >= 0 && data.length() - bytes > skip) {
      throw data.fault(
          "has %d bytes, but its header %s describes %d: one of the two is wrong"
              .formatted(data.length(), file.fileName(), skip + bytes));
    }
    return new RawImage(
        data,
        header.grid(),
        packed ? Packing.ZLIB : Packing.NONE,
        skip,
        0,
        header.type(),
        header.order(),
        false,
        1,
        0);
  }

  @Override
  public List<String> partners(VolumeFile file) {
    String raw = MetaImageHeader.dataFile(MetaImageText.read(file));
    return raw == null ? List.of() : List.of(raw);
  }

  @Override
  public boolean knowsSides(VolumeFile file) {
    return new MetaImageHeader(MetaImageText.read(file)).oriented();
  }
}
