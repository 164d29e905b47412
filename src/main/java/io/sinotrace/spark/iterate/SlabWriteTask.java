package io.sinotrace.spark.iterate;

import io.sinotrace.InputException;
import io.sinotrace.spark.image.SlabOutput;
import io.sinotrace.spark.image.WrittenSlab;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes planes of an image that was computed, each span as one slab.
 *
 * @param grid of the image
 */
record SlabWriteTask(
    Broadcast<SerializableConfiguration> conf,
    StoredVector image,
    VoxelGrid grid,
    SlabOutput output)
    implements Function<Span, WrittenSlab> {
  @Override
  public WrittenSlab call(Span span) throws IOException {
    Configuration hadoop = conf.value().value();
    float[] values = image.read(span.from(), span.to(), hadoop);
    requireFinite(values, span.from());
    long attempt = TaskContext.get().taskAttemptId();
    return output.write(span.number(), span.from(), grid.nx(), grid.ny(), values, attempt, hadoop);
  }

  /** The same bound as that of voxels that are traced. */
  private void requireFinite(float[] values, int zFrom) {
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= SlabVolume.MAX_VALUE)) {
        int plane = grid.nx() * grid.ny();
        throw new InputException(
            "the iteration diverges: voxel (%d, %d, %d) is %s: expected fewer iterations"
                .formatted(i % grid.nx(), i % plane / grid.nx(), zFrom + i / plane, values[i]));
      }
    }
  }
}
