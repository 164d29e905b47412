package io.sinotrace.volume.io.numpy;

import io.sinotrace.Setting;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.io.file.ArrayGrid;
import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.RawImage.Packing;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeReader;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;

/** One array in a NumPy .npy file. It has no orientation: its grid lies along the world's axes. */
public final class NumpyReader implements VolumeReader {
  @Override
  public OpenVolume open(VolumeFile file, ArrayLayout layout) {
    NumpyHeader header = NumpyHeader.read(file);
    Vec3 spacing = layout.spacing();
    if (spacing == null) {
      throw file.fault(
          Setting.SPACING,
          "a .npy file does not say how large its voxels are: expected three numbers x, y, z in mm");
    }
    boolean xyz = layout.axes() == AxisOrder.XYZ;
    return new RawImage(
        file,
        ArrayGrid.of(file, header.shape(), xyz, spacing),
        Packing.NONE,
        header.offset(),
        0,
        header.type(),
        header.order(),
        // The last axis runs fastest in C order, the first one in Fortran order.
        xyz != header.fortran(),
        1,
        0);
  }
}
