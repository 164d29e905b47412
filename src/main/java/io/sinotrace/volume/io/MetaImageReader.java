package io.sinotrace.volume.io;

import io.sinotrace.volume.io.RawImage.Packing;
import java.util.List;
import java.util.Set;

/** MetaImage: .mha with the voxels in the file, or .mhd with the voxels in a file beside it. */
final class MetaImageReader implements VolumeReader {
  @Override
  public String name() {
    return "MetaImage";
  }

  @Override
  public Set<Key> keys() {
    return Set.of();
  }

  @Override
  public OpenVolume open(VolumeFile file, VolumeSource source) {
    MetaImageHeader header = new MetaImageHeader(MetaImageText.read(file));
    String raw = header.dataFile();
    VolumeFile data = raw == null ? file : file.sibling(raw);
    long bytes = header.grid().voxels() * header.type().bytes();
    long skip = header.headerSize();
    boolean packed = header.packed();
    if (skip < 0) {
      skip = Math.max(0, data.length() - bytes);
    } else if (raw == null && skip == 0) {
      skip = header.dataStart();
    }
    if (!packed && raw != null && header.headerSize() >= 0 && data.length() > skip + bytes) {
      throw data.fault(
          "has %d bytes, but its header %s describes %d: one of the two is wrong"
              .formatted(data.length(), file.fileName(), skip + bytes));
    }
    return new RawImage(
        data,
        header.grid(),
        packed ? Packing.ZLIB : Packing.NONE,
        skip,
        header.type(),
        header.order(),
        false,
        1,
        0);
  }

  @Override
  public List<VolumeFile> files(VolumeFile file) {
    String raw = new MetaImageHeader(MetaImageText.read(file)).dataFile();
    return raw == null ? List.of(file) : List.of(file, file.sibling(raw));
  }
}
