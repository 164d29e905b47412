package io.sinotrace.spark.image;

import io.sinotrace.JvmMemory;
import io.sinotrace.reconstruction.ImageSlab;
import io.sinotrace.reconstruction.Reconstruction;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reconstructs slabs of an image on executors, and writes each as one file of float32,
 * little-endian, [z][y][x].
 *
 * @param directory where the files go
 * @param readers of the slabs' partitions
 * @param nested whether the value column is the field of a struct
 * @param scale what values are multiplied by
 */
record SlabTask(
    Broadcast<SerializableConfiguration> conf,
    Broadcast<Reconstruction> reconstruction,
    String directory,
    PartitionReaderFactory readers,
    boolean nested,
    float scale)
    implements Function<SlabTask.Slab, SlabTask.Part> {
  /** Bytes that are written at a time. */
  private static final int BUFFER = 1 << 16;

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
   * @param file its name
   * @param readSeconds reading, weighing and filtering
   * @param addSeconds backprojecting
   */
  record Part(int number, String file, int planes, double readSeconds, double addSeconds)
      implements Serializable {}

  /** Returns the bytes that a slab of planes takes while it is computed. */
  static long bytes(Reconstruction how, int zFrom, int zTo) {
    VoxelGrid grid = how.grid().grid();
    long image = (long) (zTo - zFrom) * grid.nx() * grid.ny() * Float.BYTES;
    return image + how.bytes(zFrom, zTo);
  }

  @Override
  public Part call(Slab slab) throws IOException {
    Reconstruction whole = reconstruction.value();
    JvmMemory.HEAP.require(bytes(whole, slab.zFrom(), slab.zTo()), "a slab of the image");
    long start = System.nanoTime();
    ImageSlab image = whole.slab(slab.zFrom(), slab.zTo(), LineKernels.BEST);
    for (InputPartition partition : slab.rows()) {
      read(partition, image);
    }
    long read = System.nanoTime();
    float[] values = image.image();
    long added = System.nanoTime();
    // Attempts of a task, of which several may run at once, write to files of their own.
    long attempt = TaskContext.get().taskAttemptId();
    String name = "slab-%05d-%d.f32".formatted(slab.number(), attempt);
    write(values, name, conf.value().value());
    return new Part(
        slab.number(), name, slab.zTo() - slab.zFrom(), (read - start) / 1e9, (added - read) / 1e9);
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

  private void write(float[] values, String name, Configuration hadoop) throws IOException {
    Path file = new Path(directory, name);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = Storage.of(file, hadoop).create(file)) {
      for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
        bytes.clear();
        int to = Math.min(values.length, from + BUFFER / Float.BYTES);
        for (int i = from; i < to; i++) {
          bytes.putFloat(values[i] * scale);
        }
        out.write(bytes.array(), 0, bytes.position());
      }
    }
  }
}
