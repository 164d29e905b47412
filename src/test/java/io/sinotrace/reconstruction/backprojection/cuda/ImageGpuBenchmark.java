package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.BitTally;
import io.sinotrace.projector.cuda.Figures;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.driver.Event;
import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.reconstruction.backprojection.RowRange;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.PixelAxis;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import io.sinotrace.volume.VoxelGrid;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How fast a GPU adds images up: a cube of 256 mm from a circle of views in a cone beam, source at
 * 1000 mm and detector at 1500 mm, with pixels that just cover the cube's middle.
 */
public final class ImageGpuBenchmark {
  /** Planes of the whole image whose bits are compared with the scalar form. */
  private static final int COMPARED = 8;

  private final Gpu gpu;
  private final Size size;
  private final Figures figures;

  /**
   * How much is measured.
   *
   * @param voxels along the edge of the cube
   * @param pixels along the edge of the detector
   * @param repeats of each measurement
   */
  public record Size(int voxels, int pixels, int views, int repeats) {
    public static final Size FULL = new Size(512, 512, 720, 7);

    /** Measures nothing of worth: only tries that everything works. */
    public static final Size QUICK = new Size(36, 28, 9, 1);
  }

  public ImageGpuBenchmark(Gpu gpu, Size size, Figures figures) {
    this.gpu = gpu;
    this.size = size;
    this.figures = figures;
  }

  /**
   * Measures all, and compares some planes with the scalar form.
   *
   * @return what was compared
   * @throws io.sinotrace.projector.cuda.driver.GpuException if the GPU fails
   */
  public BitTally run() {
    BitTally all = BitTally.NONE;
    for (Form form : new Form[] {Form.FLAT, Form.CURVED}) {
      String name = form.name().toLowerCase(Locale.ROOT);
      figures.of(
          "image %d^3 %s".formatted(size.voxels(), name),
          "filtered backprojection from %d views of %d x %d pixels"
              .formatted(size.views(), size.pixels(), size.pixels()));
      all = all.plus(run(scan(form)));
    }
    return all;
  }

  private Scan scan(Form form) {
    double voxel = 256.0 / size.voxels();
    UprightGrid grid =
        new UprightGrid(
            VoxelGrid.centred(
                size.voxels(), size.voxels(), size.voxels(), new Vec3(voxel, voxel, voxel)));
    double[] cos = new double[size.views()];
    double[] sin = new double[size.views()];
    for (int k = 0; k < size.views(); k++) {
      cos[k] = StrictMath.cos(2 * Math.PI * k / size.views());
      sin[k] = StrictMath.sin(2 * Math.PI * k / size.views());
    }
    double pixel = 1.5 * 256 / size.pixels();
    PixelAxis rows = axis(pixel);
    PixelAxis columns = form == Form.CURVED ? axis(pixel / 1500) : axis(pixel);
    Orbit orbit = new Orbit(form, 1000, 1500, 0, cos, sin, columns, rows, true);
    RowRange all = RowRange.of(orbit, grid, 0, size.voxels());
    FilteredViews views = new FilteredViews(size.views(), size.pixels(), all);
    IntStream.range(0, size.views())
        .parallel()
        .forEach(
            view -> {
              SplittableRandom random = new SplittableRandom(view);
              double[] values = random.doubles(size.pixels(), -1, 2).toArray();
              for (int row = all.from(); row < all.to(); row++) {
                values[row % size.pixels()] = random.nextDouble(-1, 2);
                views.set(view, row, values);
              }
            });
    return new Scan(orbit, grid, views);
  }

  private PixelAxis axis(double step) {
    return new PixelAxis(-(size.pixels() - 1) / 2.0 * step, step, size.pixels());
  }

  private BitTally run(Scan scan) {
    double updates = (double) scan.grid().grid().voxels() * size.views();
    Portion portion = Portion.whole(scan, size.voxels(), Integer.MAX_VALUE);
    figures.add("views a batch", portion.views(), "");
    Seconds[] last = new Seconds[1];
    double kernels =
        Figures.median(
            size.repeats(),
            () -> {
              last[0] = kernels(scan, portion);
              return last[0].all();
            });
    figures.add("kernels alone", kernels, "s");
    figures.add("kernels alone", updates / kernels / 1e9, "G voxel updates/s");
    figures.add("set-up of lines: of the kernels' time", 100 * last[0].lines() / kernels, "%");
    figures.add("laying planes out: of the kernels' time", 100 * last[0].out() / kernels, "%");
    float[] image = new float[Math.toIntExact(scan.grid().grid().voxels())];
    CudaBackprojection whole =
        new CudaBackprojection("cuda", gpu, Resources.GPU_CONCURRENCY, Integer.MAX_VALUE);
    double copied =
        Figures.median(
            Math.min(3, size.repeats()),
            () -> {
              long begin = System.nanoTime();
              whole.planes(scan.orbit(), scan.grid(), scan.views(), 0, size.voxels(), image);
              return (System.nanoTime() - begin) / 1e9;
            });
    figures.add("with copies and 1 thread", copied, "s");
    figures.add("with copies and 1 thread", updates / copied / 1e9, "G voxel updates/s");
    figures.say("views a batch");
    for (int views = 1; views <= portion.views(); views *= 4) {
      Portion other = new Portion(portion.planes(), views);
      double seconds =
          Figures.median(Math.min(3, size.repeats()), () -> kernels(scan, other).all());
      figures.add(
          "%d views a batch".formatted(views), updates / seconds / 1e9, "G voxel updates/s");
    }
    BitTally tally = compare(scan, image);
    figures.add("voxels compared with the scalar form", (double) tally.values(), "");
    figures.add("voxels that differ", (double) tally.other(), "");
    if (tally.other() > 0) {
      figures.say("first: %s", tally.first());
    }
    return tally;
  }

  /**
   * What the kernels took by the device's own clock.
   *
   * @param lines seconds of the set-up of lines
   * @param add of adding views
   * @param out of laying planes out
   */
  private record Seconds(double lines, double add, double out) {
    double all() {
      return lines + add + out;
    }
  }

  private Seconds kernels(Scan scan, Portion portion) {
    return gpu.inTurn(
        Resources.GPU_CONCURRENCY,
        () -> {
          try (ViewBatches batches = new ViewBatches(gpu, scan, portion);
              BatchSlot slot = new BatchSlot(gpu.limit());
              Event begin = new Event();
              Event between = new Event();
              Event end = new Event()) {
            BackprojectorKernels kernels = batches.kernels();
            BatchArguments arguments = batches.arguments(0, portion.planes());
            double lines = 0;
            double add = 0;
            for (int view = 0; view < size.views(); view += portion.views()) {
              BatchArguments batch = batches.bring(slot, view, arguments);
              begin.record(slot.stream());
              kernels.setLines(batch, slot.stream());
              between.record(slot.stream());
              kernels.add(batch, slot.stream());
              end.record(slot.stream());
              lines += between.secondsSince(begin);
              add += end.secondsSince(between);
            }
            // As many planes as a batch has room for.
            int planes = (int) Math.max(1, slot.device.size() / scan.planeBytes());
            planes = Math.min(planes, portion.planes());
            long bytes = scan.planeBytes() * planes;
            begin.record(slot.stream());
            kernels.layOut(
                arguments.planes(0, planes, slot.device.atLeast(bytes).address(0)), slot.stream());
            end.record(slot.stream());
            double out = end.secondsSince(begin) * portion.planes() / planes;
            slot.finish();
            return new Seconds(lines, add, out);
          }
        });
  }

  /** Compares planes, evenly spread, with the scalar form on all cores. */
  private BitTally compare(Scan scan, float[] image) {
    int lines = scan.lines();
    return IntStream.range(0, COMPARED)
        .parallel()
        .mapToObj(
            n -> {
              int z = (int) ((n + 0.5) / COMPARED * size.voxels());
              float[] right = new float[lines];
              LineKernels.SCALAR.planes(scan.orbit(), scan.grid(), scan.views(), z, z + 1, right);
              return BitTally.of("plane " + z, right, image, z * lines);
            })
        .reduce(BitTally.NONE, BitTally::plus);
  }
}
