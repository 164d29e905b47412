package io.sinotrace.bench;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.reconstruction.ImageSlab;
import io.sinotrace.reconstruction.Reconstruction;
import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.volume.VoxelGrid;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What JMH measures of images: 256^3 voxels of 1 mm as one slab, from a circle of views of 384 x
 * 384 pixels of 1 mm at the axis; a quarter of the views of a scan, as all cost the same.
 */
@OutputTimeUnit(TimeUnit.SECONDS)
public class ImageBenchmark {
  private static final int SIDE = 256;
  private static final int PIXELS = 384;
  private static final int VIEWS = 90;

  /** Returns how many voxels are added to, over all views. */
  static long updates(int shrink) {
    long side = SIDE / shrink;
    return side * side * side * (VIEWS / shrink);
  }

  /** A slab, and the rows that it takes. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls open
  public static class Slab {
    /** How lines are added to: scalar, or simd where that can be had. */
    @Param("simd")
    public String form;

    /** By what voxels and views are fewer. */
    @Param("1")
    public int shrink;

    private final float[] row = new float[PIXELS];
    private Reconstruction how;
    private LineKernel kernel;
    private ImageSlab filled;

    /** Filters all rows once. */
    @Setup
    public void open() {
      SplittableRandom random = new SplittableRandom(256);
      for (int i = 0; i < PIXELS; i++) {
        row[i] = (float) random.nextDouble();
      }
      Geometry geometry =
          Trajectories.cone(
              1000,
              1500,
              Panel.flat(PIXELS, PIXELS, 1.5),
              Trajectories.angles(VIEWS / shrink, 0, 360));
      int side = SIDE / shrink;
      VoxelGrid grid = VoxelGrid.centred(side, side, side, new Vec3(shrink, shrink, shrink));
      how = Reconstruction.of(geometry, grid, new FilterSettings(FilterWindow.RAM_LAK, 1));
      kernel = form.equals(Form.SCALAR) ? LineKernels.SCALAR : LineKernels.BEST;
      filled = filtered();
    }

    private ImageSlab filtered() {
      ImageSlab slab = how.slab(0, SIDE / shrink, kernel);
      for (int view = 0; view < VIEWS / shrink; view++) {
        for (int r = slab.needed().rowFrom(); r < slab.needed().rowTo(); r++) {
          slab.accept(view, r, row);
        }
      }
      return slab;
    }
  }

  /** Adds up all views. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public float[] backproject(Slab slab) {
    return slab.filled.image();
  }

  /** Weighs and filters all rows that the planes depend on. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public ImageSlab filter(Slab slab) {
    return slab.filtered();
  }
}
