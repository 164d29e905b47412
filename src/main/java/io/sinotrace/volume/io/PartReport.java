package io.sinotrace.volume.io;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.RangeSink;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is in a part of a volume.
 *
 * @param format of its files
 * @param grid as the file places it in the world
 * @param stored how a number is stored, for people
 * @param acquisition as of {@link VolumeHeader}
 * @param knowsSides whether the file defines the patient's orientation
 * @param range of the numbers, as the file means them; null if they were not read
 */
public record PartReport(
    VolumeFormat format,
    VoxelGrid grid,
    String stored,
    Map<String, String> acquisition,
    boolean knowsSides,
    @Nullable RangeSink range) {}
