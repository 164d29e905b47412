package io.sinotrace.spark.image;

import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.parquet.SinogramFiles.Written;
import io.sinotrace.sinogram.parquet.SliceFile;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks write the slabs of an image: each as one file of float32, little-endian, [z][y][x],
 * for the driver, and as one Parquet file of the image's slices.
 *
 * @param parts directory of the former
 * @param slices of the latter; null for none
 * @param region of the grid that is written
 * @param scale what values are multiplied by
 * @param muWater of CT numbers in the slices; 0 for the values as they are
 */
record SlabOutput(
    String parts, @Nullable Slices slices, ImageRegion region, float scale, double muWater)
    implements Serializable {
  /** Bytes that are written at a time. */
  private static final int BUFFER = 1 << 16;

  /**
   * The Parquet files.
   *
   * @param identity by which their names differ where their content does
   * @param keptNames whether they get the names that they keep: attempts of a task then write the
   *     same bytes in each other's place
   */
  record Slices(String directory, FileIdentity identity, boolean keptNames)
      implements Serializable {
    /** Returns the name that the file of a slab keeps. */
    String name(int slab) {
      return "%s-%05d.parquet".formatted(identity.prefix(), slab);
    }
  }

  /**
   * Files of a slab.
   *
   * @param part its name
   * @param slices what was written, under the name it has now; null for none
   * @param sliceName that it is to have
   */
  record Files(String part, @Nullable Written slices, String sliceName) implements Serializable {}

  /**
   * Writes a slab.
   *
   * @param slab its number
   * @param zFrom its first plane
   * @param nx voxels of a line
   * @param ny lines of a plane
   * @param image its values, which are changed
   * @param attempt of the task: attempts, of which several may run at once, write to files of their
   *     own
   */
  Files write(int slab, int zFrom, int nx, int ny, float[] image, long attempt, Configuration conf)
      throws IOException {
    float[] values = inRegion(image, nx, ny);
    int lines = region.size(1);
    int voxels = region.size(0);
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    String part = "slab-%05d-%d.f32".formatted(slab, attempt);
    write(values, new Path(parts, part), conf);
    if (slices == null) {
      return new Files(part, null, "");
    }
    for (int i = 0; i < values.length && muWater > 0; i++) {
      values[i] = (float) (1000 * (values[i] / muWater - 1));
    }
    String kept = slices.name(slab);
    String name = slices.keptNames ? kept : kept + "." + attempt;
    Written written =
        SliceFile.write(
            new Path(slices.directory, name),
            conf,
            Compression.ZSTD,
            zFrom - region.first().get(2),
            values.length / (lines * voxels),
            lines,
            voxels,
            values);
    return new Files(part, written, kept);
  }

  /** Returns the voxels of whole planes that are in the region along x and y. */
  private float[] inRegion(float[] image, int nx, int ny) {
    int lines = region.size(1);
    int voxels = region.size(0);
    if (lines == ny && voxels == nx) {
      return image;
    }
    int planes = image.length / (nx * ny);
    float[] values = new float[planes * lines * voxels];
    for (int z = 0; z < planes; z++) {
      for (int y = 0; y < lines; y++) {
        int from = (z * ny + region.first().get(1) + y) * nx + region.first().get(0);
        System.arraycopy(image, from, values, (z * lines + y) * voxels, voxels);
      }
    }
    return values;
  }

  private static void write(float[] values, Path file, Configuration conf) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = Storage.of(file, conf).create(file)) {
      for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
        bytes.clear();
        int to = Math.min(values.length, from + BUFFER / Float.BYTES);
        for (int i = from; i < to; i++) {
          bytes.putFloat(values[i]);
        }
        out.write(bytes.array(), 0, bytes.position());
      }
    }
  }
}
