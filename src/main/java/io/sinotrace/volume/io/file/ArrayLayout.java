package io.sinotrace.volume.io.file;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import org.jspecify.annotations.Nullable;

/**
 * What files of arrays do not say of themselves; other formats ignore it.
 *
 * @param dataset path of the array inside an HDF5 file; null: the only one that can be a volume
 * @param axes order of the axes; null for the default, [z][y][x]
 * @param spacing voxel size in mm along x, y and z; null if the file has it
 * @param raw what the bytes of a raw binary are; null for other formats
 */
public record ArrayLayout(
    @Nullable String dataset,
    @Nullable AxisOrder axes,
    @Nullable Vec3 spacing,
    @Nullable RawForm raw) {}
