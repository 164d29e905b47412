package io.sinotrace.volume.phantom;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelWriter;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Puts a phantom on a voxel grid, by point samples or by means over each voxel.
 *
 * <p>A row of voxels is a line, so each solid's chord gives the samples inside it as one run; only
 * those next to the ends of a run are tested point by point. Slabs are computed in parallel, each
 * voxel by one thread in a fixed order: the result is always bit-identical.
 */
public final class Voxelizer {
  /** The most samples along each axis of a voxel. */
  public static final int MAX_SAMPLES = 16;

  private final Phantom phantom;
  private final VoxelGrid grid;
  private final int samples;

  private Voxelizer(Phantom phantom, VoxelGrid grid, int samples) {
    this.phantom = phantom;
    this.grid = grid;
    this.samples = samples;
  }

  /**
   * Returns the phantom as a volume.
   *
   * @param samples n: a voxel is the mean of n x n x n points, evenly spread about its centre,
   *     taken in float64 and rounded once; 1 is the value at the centre. A point within rounding of
   *     a surface may fall on either side.
   * @throws InputException if n is not 1 to {@link #MAX_SAMPLES}, or the volume does not fit in
   *     memory
   */
  public static Volume voxelize(Phantom phantom, VoxelGrid grid, int samples) {
    return voxelize(phantom, grid, samples, SlabVolume.on(grid, phantom.channels().count()));
  }

  /**
   * As above, into a new volume.
   *
   * @param writer of the phantom's channels on that grid
   */
  static Volume voxelize(Phantom phantom, VoxelGrid grid, int samples, VoxelWriter writer) {
    if (samples < 1 || samples > MAX_SAMPLES) {
      throw new InputException(
          "%d samples along a voxel's axis: expected 1 to %d".formatted(samples, MAX_SAMPLES));
    }
    Voxelizer voxelizer = new Voxelizer(phantom, grid, samples);
    // The writer is not thread-safe, so slabs are computed a few at a time and then handed to it.
    int channels = phantom.channels().count();
    int batch = Runtime.getRuntime().availableProcessors();
    for (int from = 0; from < grid.nz(); from += batch) {
      int to = Math.min(from + batch, grid.nz());
      float[][][] slabs =
          IntStream.range(from, to).parallel().mapToObj(voxelizer::slab).toArray(float[][][]::new);
      for (int z = from; z < to; z++) {
        for (int channel = 0; channel < channels; channel++) {
          put(writer, channel, z, slabs[z - from][channel]);
        }
      }
    }
    return writer.finish();
  }

  private static void put(VoxelWriter writer, int channel, int z, float[] slab) {
    VoxelGrid grid = writer.grid();
    double[] row = new double[grid.nx()];
    for (int y = 0; y < grid.ny(); y++) {
      for (int x = 0; x < row.length; x++) {
        row[x] = slab[y * row.length + x];
      }
      writer.setRun(channel, ((long) z * grid.ny() + y) * row.length, row, 0, row.length);
    }
  }

  /** Returns slab z, [channel][y][x]. */
  private float[][] slab(int z) {
    int channels = phantom.channels().count();
    float[][] slab = new float[channels][grid.nx() * grid.ny()];
    double[][] sums = new double[channels][grid.nx()];
    double[][] line = new double[channels][grid.nx() * samples];
    int count = samples * samples * samples;
    for (int y = 0; y < grid.ny(); y++) {
      for (double[] channel : sums) {
        Arrays.fill(channel, 0);
      }
      for (int c = 0; c < samples; c++) {
        for (int b = 0; b < samples; b++) {
          sample(line, place(y * samples + b), place(z * samples + c));
          add(line, sums);
        }
      }
      for (int channel = 0; channel < channels; channel++) {
        for (int x = 0; x < grid.nx(); x++) {
          slab[channel][y * grid.nx() + x] = (float) (sums[channel][x] / count);
        }
      }
    }
    return slab;
  }

  /** Adds the samples of a line, [channel][sample], to the voxels they lie in. */
  private void add(double[][] line, double[][] sums) {
    for (int channel = 0; channel < line.length; channel++) {
      for (int s = 0; s < line[channel].length; s++) {
        sums[channel][s / samples] += line[channel][s];
      }
    }
  }

  /** Returns the index coordinate of a sample, counted along its axis from the grid's edge. */
  private double place(int sample) {
    return (sample + 0.5) / samples - 0.5;
  }

  /** Takes the samples of one line along x, [channel][sample]. */
  private void sample(double[][] line, double y, double z) {
    for (double[] channel : line) {
      Arrays.fill(channel, 0);
    }
    Affine toWorld = grid.indexToWorld();
    Vec3 start = toWorld.point(new Vec3(place(0), y, z));
    Vec3 step = toWorld.column(0).times(1.0 / samples);
    int last = grid.nx() * samples - 1;
    for (Solid solid : phantom.solids()) {
      Interval chord = solid.chord(start, step);
      if (chord.length() == 0) {
        continue;
      }
      // Despite the rounding of the chord, one sample further in is inside and one further out is
      // outside; samples between them are tested themselves.
      int from = (int) Math.max(Math.ceil(chord.from()) - 1, 0);
      int to = (int) Math.min(Math.floor(chord.to()) + 1, last);
      double sureFrom = chord.from() + 1;
      double sureTo = chord.to() - 1;
      for (int s = from; s <= to; s++) {
        boolean sure = s >= sureFrom && s <= sureTo;
        if (sure || solid.contains(toWorld.point(new Vec3(place(s), y, z)))) {
          set(line, s, solid);
        }
      }
    }
  }

  private static void set(double[][] line, int s, Solid solid) {
    if (solid.replaces()) {
      for (double[] channel : line) {
        channel[s] = 0;
      }
    }
    line[solid.channel()][s] += solid.mu();
  }
}
