package io.sinotrace.spark.iterate;

import io.sinotrace.spark.image.SlabOutput;
import io.sinotrace.spark.image.WrittenSlab;
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
    long attempt = TaskContext.get().taskAttemptId();
    return output.write(span.number(), span.from(), grid.nx(), grid.ny(), values, attempt, hadoop);
  }
}
