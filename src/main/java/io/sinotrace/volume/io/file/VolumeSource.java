package io.sinotrace.volume.io.file;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.ChannelCurve;
import io.sinotrace.volume.VoxelUnits;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The file of a volume and how to interpret its numbers: all that an executor needs to decode it.
 *
 * @param uri the file, as a fully qualified Hadoop path
 * @param dataset path of the dataset inside an HDF5 file; null for other formats
 * @param axes order of the axes in an array without a header of its own (HDF5, .npy); null for the
 *     default, [z][y][x], and for other formats
 * @param spacing voxel size in mm along x, y and z, for HDF5 and .npy; null if the file has it
 * @param units of the numbers
 * @param muWater mu of water in 1/mm, for {@link VoxelUnits#HOUNSFIELD}
 * @param placement where the volume is put in the world
 * @param channels what the mu of a voxel becomes; null: a volume of one channel, mu itself
 */
public record VolumeSource(
    String uri,
    @Nullable String dataset,
    @Nullable AxisOrder axes,
    @Nullable Vec3 spacing,
    VoxelUnits units,
    double muWater,
    Placement placement,
    @Nullable ChannelCurve channels)
    implements Serializable {
  /** The source of a volume of mu alone. */
  public VolumeSource(
      String uri,
      @Nullable String dataset,
      @Nullable AxisOrder axes,
      @Nullable Vec3 spacing,
      VoxelUnits units,
      double muWater,
      Placement placement) {
    this(uri, dataset, axes, spacing, units, muWater, placement, null);
  }

  /** Returns how many values a voxel has. */
  public int channelCount() {
    return channels == null ? 1 : channels.channels();
  }

  /** The order of the axes of an array, slowest first. */
  public enum AxisOrder {
    /** [z][y][x]: x runs fastest. */
    ZYX,
    /** [x][y][z]: z runs fastest. */
    XYZ
  }

  /** Where a volume is put in the world. */
  public enum Placement {
    /** The middle of its box is moved to the isocentre; rotation and flips are kept. */
    ISOCENTER,
    /** As the file's own affine says. */
    FILE
  }
}
