package io.sinotrace.spark.image;

import io.sinotrace.spark.FloatFile;
import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The slabs of an image one after the other, as tasks have written them. Its planes are asked for
 * once, in ascending order; one plane is in memory at a time.
 */
final class PartVolume implements Volume {
  private final VoxelGrid grid;
  private final Path directory;
  private final List<WrittenSlab> parts;
  private final Configuration conf;
  private final BiConsumer<Integer, float[]> planes;
  private final DerivedForms forms = new DerivedForms();
  private final float[] plane;

  private @Nullable FloatFile in;
  private int part = -1;
  private int left;

  /**
   * Opens them.
   *
   * @param parts ordered by their number
   * @param planes is shown each plane that is read, and its number
   */
  PartVolume(
      VoxelGrid grid,
      Path directory,
      List<WrittenSlab> parts,
      Configuration conf,
      BiConsumer<Integer, float[]> planes) {
    this.grid = grid;
    this.directory = directory;
    this.parts = parts;
    this.conf = conf;
    this.planes = planes;
    this.plane = new float[Math.multiplyExact(grid.nx(), grid.ny())];
  }

  @Override
  public VoxelGrid grid() {
    return grid;
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public FloatBuffer slab(int channel, int z) {
    try {
      if (left == 0) {
        next();
      }
      left--;
      current().read(plane);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    planes.accept(z, plane);
    return FloatBuffer.wrap(plane);
  }

  private void next() throws IOException {
    close();
    part++;
    in = new FloatFile(new Path(directory, parts.get(part).part()), conf);
    left = parts.get(part).planes();
  }

  private FloatFile current() throws IOException {
    if (in == null) {
      throw new IOException("no slab is open");
    }
    return in;
  }

  @Override
  public DerivedForms derivedForms() {
    return forms;
  }

  @Override
  public void close() {
    forms.close();
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      in = null;
    }
  }
}
