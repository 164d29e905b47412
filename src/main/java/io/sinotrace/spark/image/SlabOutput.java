package io.sinotrace.spark.image;

import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.parquet.SinogramFiles.Written;
import io.sinotrace.sinogram.parquet.SliceFile;
import io.sinotrace.spark.FloatFile;
import java.io.IOException;
import java.io.Serializable;
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
public record SlabOutput(
    String parts, @Nullable Slices slices, ImageRegion region, float scale, double muWater)
    implements Serializable {
  /**
   * The Parquet files.
   *
   * @param identity by which their names differ where their content does
   * @param keptNames whether they get the names that they keep: attempts of a task then write the
   *     same bytes in each other's place
   */
  public record Slices(String directory, FileIdentity identity, boolean keptNames)
      implements Serializable {
    /** Returns the name that the file of a slab keeps. */
    String name(int slab) {
      return "%s-%05d.parquet".formatted(identity.prefix(), slab);
    }
  }

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
  public WrittenSlab write(
      int slab, int zFrom, int nx, int ny, float[] image, long attempt, Configuration conf)
      throws IOException {
    int planes = image.length / (nx * ny);
    float[] values = inRegion(image, nx, ny);
    int lines = region.size(1);
    int voxels = region.size(0);
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    String part = "slab-%05d-%d.f32".formatted(slab, attempt);
    FloatFile.write(values, new Path(parts, part), conf);
    if (slices == null) {
      return new WrittenSlab(part, planes, null, "");
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
            planes,
            lines,
            voxels,
            values);
    return new WrittenSlab(part, planes, written, kept);
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
}
