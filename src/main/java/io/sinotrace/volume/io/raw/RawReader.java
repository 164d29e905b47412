package io.sinotrace.volume.io.raw;

import io.sinotrace.Setting;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.ArrayGrid;
import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.RawForm;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.RawImage.Packing;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeReader;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import java.util.List;
import java.util.Locale;

/**
 * Voxels one after the other, with nothing but bytes to skip before them; if the name ends in .gz,
 * all of it as one gzip stream. A file that does not have, or unpack to, exactly the bytes that are
 * described is refused: nothing else shows that it is what it is said to be. It has no orientation:
 * its grid lies along the world's axes.
 */
public final class RawReader implements VolumeReader {
  @Override
  public OpenVolume open(VolumeFile file, ArrayLayout layout) {
    RawForm form = layout.raw() == null ? RawForm.UNKNOWN : layout.raw();
    SampleType type = form.type();
    if (type == null) {
      throw file.fault(
          Setting.TYPE,
          "a raw binary does not say how its numbers are stored: expected a type such as uint16");
    }
    List<Integer> shape = form.shape();
    if (shape == null) {
      throw file.fault(
          Setting.SHAPE,
          "a raw binary does not say how many voxels it has: expected its shape, three numbers");
    }
    Vec3 spacing = layout.spacing();
    if (spacing == null) {
      throw file.fault(
          Setting.SPACING,
          "a raw binary does not say how large its voxels are: expected three numbers x, y, z in"
              + " mm");
    }
    boolean xyz = layout.axes() == AxisOrder.XYZ;
    long[] sizes = shape.stream().mapToLong(Integer::longValue).toArray();
    VoxelGrid grid = ArrayGrid.of(file, sizes, xyz, spacing);
    long bytes = form.skip() + grid.voxels() * type.bytes();
    boolean packed = file.fileName().toLowerCase(Locale.ROOT).endsWith(".gz");
    if (!packed && file.length() != bytes) {
      throw file.fault(
          Setting.SHAPE,
          "has %d bytes: expected %d, which are %d to skip and %d x %d x %d numbers of %d"
              .formatted(
                  file.length(), bytes, form.skip(), sizes[0], sizes[1], sizes[2], type.bytes()));
    }
    return new RawImage(
        file,
        grid,
        packed ? Packing.GZIP : Packing.NONE,
        packed ? 0 : form.skip(),
        packed ? form.skip() : 0,
        0,
        type,
        form.byteOrder(),
        xyz,
        1,
        0);
  }
}
