package io.sinotrace.spark.image;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.JvmMemory;
import io.sinotrace.reconstruction.ImageSlab;
import io.sinotrace.reconstruction.Reconstruction;
import io.sinotrace.reconstruction.backprojection.Backprojection;
import io.sinotrace.reconstruction.backprojection.Backprojections;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reconstructs slabs of an image on executors, and writes them.
 *
 * @param readers of the slabs' partitions
 * @param nested whether the value column is the field of a struct
 * @param backend that adds up, or what stands for the best
 */
record SlabTask(
    Broadcast<SerializableConfiguration> conf,
    Broadcast<Reconstruction> reconstruction,
    SlabOutput output,
    PartitionReaderFactory readers,
    boolean nested,
    String backend)
    implements Function<SlabTask.Slab, SlabTask.Part> {
  /**
   * Planes of the image.
   *
   * @param number of the slab, from 0
   * @param zFrom the first plane
   * @param zTo the one after the last
   * @param rows the detector rows that they depend on
   */
  record Slab(int number, int zFrom, int zTo, InputPartition[] rows) implements Serializable {}

  /**
   * A slab that was written.
   *
   * @param backend that added it up
   * @param readSeconds reading, weighing and filtering
   * @param addSeconds backprojecting
   */
  record Part(int number, WrittenSlab slab, String backend, double readSeconds, double addSeconds)
      implements Serializable {}

  /**
   * Computes a slab.
   *
   * @throws InsufficientMemoryException if this JVM has no room for it: of an {@link
   *     OutOfMemoryError} Spark would end the JVM
   */
  @Override
  public Part call(Slab slab) throws IOException {
    try {
      return compute(slab);
    } catch (RuntimeException | Error e) {
      InsufficientMemoryException memory = InsufficientMemoryException.behind(e);
      if (memory == null) {
        throw e;
      }
      throw new InsufficientMemoryException(memory.getMessage() + SparkSettings.here());
    }
  }

  private Part compute(Slab slab) throws IOException {
    Reconstruction whole = reconstruction.value();
    JvmMemory.HEAP.require(bytes(whole, slab.zFrom(), slab.zTo()), "a slab of the image");
    long start = System.nanoTime();
    Backprojection backprojection = backprojection(whole);
    ImageSlab image = whole.slab(slab.zFrom(), slab.zTo(), backprojection);
    for (InputPartition partition : slab.rows()) {
      read(partition, image);
    }
    long read = System.nanoTime();
    float[] values = image.image();
    long added = System.nanoTime();
    WrittenSlab written =
        output.write(
            slab.number(),
            slab.zFrom(),
            whole.grid().grid().nx(),
            whole.grid().grid().ny(),
            values,
            TaskContext.get().taskAttemptId(),
            conf.value().value());
    return new Part(
        slab.number(), written, backprojection.name(), (read - start) / 1e9, (added - read) / 1e9);
  }

  /**
   * A backend that cannot be used here may be usable on another executor, so this is no fault of
   * the input.
   */
  private Backprojection backprojection(Reconstruction whole) {
    try {
      return Backprojections.choose(backend, SparkResources.here(), whole.deviceRefusal());
    } catch (InputException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Returns the bytes that a slab takes, with what it is computed from. */
  static long bytes(Reconstruction how, int zFrom, int zTo) {
    VoxelGrid grid = how.grid().grid();
    long image = (long) (zTo - zFrom) * grid.nx() * grid.ny() * Float.BYTES;
    return image + how.bytes(zFrom, zTo);
  }

  private void read(InputPartition partition, ImageSlab image) throws IOException {
    try (PartitionReader<InternalRow> reader = readers.createReader(partition)) {
      while (reader.next()) {
        InternalRow row = reader.get();
        InternalRow holder = nested ? row.getStruct(2, 1) : row;
        float[] pixels = holder.getArray(nested ? 0 : 2).toFloatArray();
        image.accept(row.getInt(0), row.getInt(1), pixels);
      }
    }
  }
}
