package io.sinotrace.projector.cuda;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.device.DeviceVolume;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.StreamSlot;
import io.sinotrace.projector.cuda.device.WorkspacePool.Workspace;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.kernel.BlockShape;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.cuda.trace.CallTimer;
import io.sinotrace.projector.cuda.trace.KernelTimer;
import io.sinotrace.projector.cuda.trace.KernelTimer.Seconds;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * How fast a GPU traces: views, rays and ray-slabs a second, by the kernel alone and with all that
 * is around it, and how near that comes to what the GPU could do. Medians of several runs.
 */
final class GpuBenchmark {
  private static final int COUNTED_VIEWS = 16;

  /** Pixels along the edge of the radiograph whose calls are looked at step by step. */
  private static final int CALL_PIXELS = 128;

  private static final int CALLS = 50;

  private final Gpu gpu;
  private final Figures figures;
  private final Size size;
  private final Roofline roofline;

  /**
   * How much is measured.
   *
   * @param cubes voxels along the edge of each cube, and pixels along that of its detector
   * @param views of the scans
   * @param detectors pixels along the edge of the radiographs' detectors
   * @param head voxels of the head that is radiographed, along x, y and z
   * @param repeats of each measurement
   */
  record Size(List<Integer> cubes, int views, List<Integer> detectors, int[] head, int repeats) {
    static final Size FULL =
        new Size(
            List.of(512, 1024),
            720,
            List.of(20, 50, 90, 128, 170, 250, 350, 450, 500),
            new int[] {208, 256, 225},
            7);

    /** Measures nothing of worth: only tries that everything works. */
    static final Size QUICK = new Size(List.of(24), 10, List.of(9, 20), new int[] {13, 16, 14}, 1);
  }

  GpuBenchmark(Gpu gpu, Size size, Figures figures) {
    this.gpu = gpu;
    this.size = size;
    this.figures = figures;
    this.roofline = new Roofline(gpu);
  }

  /**
   * Measures all.
   *
   * @throws GpuException if the GPU fails
   */
  void run() {
    figures.of("GPU", gpu.toString());
    roofline.describe(figures);
    for (int n : size.cubes()) {
      cone(n, n == size.cubes().get(0));
    }
    figures.of(
        "head",
        "%d x %d x %d voxels of 1 mm".formatted(size.head()[0], size.head()[1], size.head()[2]));
    try (Volume head =
        prepare(() -> BenchmarkScan.head(size.head()[0], size.head()[1], size.head()[2]))) {
      for (int pixels : size.detectors()) {
        radiograph(BenchmarkScan.radiograph(head, pixels));
      }
      call(BenchmarkScan.radiograph(head, CALL_PIXELS));
    }
  }

  private Volume prepare(Supplier<Volume> volume) {
    long begin = System.nanoTime();
    Volume made = volume.get();
    figures.add("making the phantom", (System.nanoTime() - begin) / 1e9, "s");
    return made;
  }

  private void cone(int n, boolean tables) {
    figures.of(
        "cone %d^3".formatted(n),
        "Shepp-Logan, %d x %d pixels, %d views, SAD 1000, SDD 1500; a detector of %.1f mm just holds"
                .formatted(n, n, size.views(), BenchmarkScan.width(256))
            + " the shadow of the cube of 256 mm");
    try (Volume volume = prepare(() -> BenchmarkScan.sheppLogan(n))) {
      cone(BenchmarkScan.cone(volume, n, size.views()), n, tables);
    }
  }

  private void cone(BenchmarkScan scan, int n, boolean tables) {
    upload(scan);
    double slabs = slabs(scan);
    KernelTimer timer = new KernelTimer(gpu, scan);
    double kernel = kernel(timer, scan, slabs, 1);
    project(scan, slabs, 1);
    project(scan, slabs, 2);
    roofline.compare(
        figures,
        slabs,
        (double) SlabVolume.bytes(scan.volume().grid()),
        (double) Float.BYTES * n * n,
        viewsPerLaunch(scan, TraceOptions.DEFAULT.launchPixels()),
        kernel);
    if (tables) {
      blockShapes(timer, scan);
      batchSizes(timer, scan);
    }
  }

  private void radiograph(BenchmarkScan scan) {
    figures.of(scan.name(), "one view from above");
    double slabs = slabs(scan);
    // One launch is too short for the device's clock.
    kernel(new KernelTimer(gpu, scan), scan, slabs, 20);
    project(scan, slabs, 1);
  }

  /** Lists where the time of a call goes that traces one small view. */
  private void call(BenchmarkScan scan) {
    figures.of("one call of " + scan.name(), "medians of %d calls, after as many".formatted(CALLS));
    try (Projector projector = open(scan)) {
      float[] out = new float[Math.toIntExact(scan.geometry().rays())];
      DoubleSupplier whole =
          () -> {
            long begin = System.nanoTime();
            projector.project(scan.geometry().all(), out);
            return (System.nanoTime() - begin) / 1e9;
          };
      Figures.median(CALLS, whole);
      figures.add("project", 1e6 * Figures.median(CALLS, whole), "us");
    }
    CallTimer timer = new CallTimer(gpu, scan);
    timer.time(CALLS);
    timer
        .time(CALLS)
        .forEach(
            (step, all) -> {
              double[] later = all.stream().skip(CALLS).mapToDouble(s -> s).sorted().toArray();
              figures.add(step, 1e6 * later[later.length / 2], "us");
            });
  }

  private Projector open(BenchmarkScan scan) {
    return new CudaProjector(gpu, Resources.GPU_CONCURRENCY, scan.volume(), scan.geometry());
  }

  private static long pixelsOfView(Geometry geometry) {
    return (long) geometry.detector().rows() * geometry.detector().columns();
  }

  private static double viewsPerLaunch(BenchmarkScan scan, long launch) {
    Geometry g = scan.geometry();
    return Math.max(1, Math.min(g.views().size(), launch / pixelsOfView(g)));
  }

  /** Counts on the host what a view has to do, on average. */
  private double slabs(BenchmarkScan scan) {
    BoxGeometry box = new BoxGeometry(scan.volume().grid(), scan.geometry());
    double slabs = RaySlabs.perView(box, COUNTED_VIEWS);
    figures.add(
        "ray-slabs a view; mean of %d counted".formatted(Math.min(COUNTED_VIEWS, box.views())),
        slabs,
        "");
    return slabs;
  }

  private void upload(BenchmarkScan scan) {
    double bytes = SlabVolume.bytes(scan.volume().grid());
    figures.add("bringing the volume to the device; first", bytes / seconds(scan) / 1e9, "GB/s");
    double later = Figures.median(Math.min(3, size.repeats()), () -> seconds(scan));
    figures.add("bringing the volume to the device; later", bytes / later / 1e9, "GB/s");
  }

  /** Brings the volume to the device and leaves it there. */
  private double seconds(BenchmarkScan scan) {
    return gpu.inTurn(
        Resources.GPU_CONCURRENCY,
        () -> {
          gpu.volumes().freeIdle();
          Workspace workspace = gpu.workspaces().take();
          List<StreamSlot> slots = List.of(workspace.slot(0), workspace.slot(1));
          DeviceVolume volume = DeviceVolume.of(scan.volume(), gpu);
          long begin = System.nanoTime();
          double seconds;
          try (var lease = volume.lease(2, 0, slots)) {
            seconds = lease == null ? Double.NaN : (System.nanoTime() - begin) / 1e9;
          }
          gpu.workspaces().giveBack(workspace);
          return seconds;
        });
  }

  /** Lists what the kernels do by themselves; returns views a second. */
  private double kernel(KernelTimer timer, BenchmarkScan scan, double slabs, int launches) {
    Geometry g = scan.geometry();
    List<Seconds> all = new ArrayList<>();
    double trace =
        Figures.median(
            size.repeats(),
            () -> {
              all.add(timer.time(TraceOptions.DEFAULT, launches));
              return all.get(all.size() - 1).trace();
            });
    double hoist =
        all.stream().skip(1).mapToDouble(Seconds::hoist).sorted().toArray()[(all.size() - 1) / 2];
    rates("kernel alone", g, trace, slabs);
    figures.add("hoist alone: of the kernel's time", 100 * hoist / trace, "%");
    return g.views().size() / trace;
  }

  /** Lists what comes back in arrays of floats. */
  private void project(BenchmarkScan scan, double slabs, int threads) {
    double seconds;
    try (Projector projector = open(scan)) {
      seconds = Figures.median(size.repeats(), () -> seconds(projector, scan.geometry(), threads));
    }
    rates(
        "with copies and %d thread%s".formatted(threads, threads == 1 ? "" : "s"),
        scan.geometry(),
        seconds,
        slabs);
  }

  private void rates(String what, Geometry geometry, double seconds, double slabs) {
    double views = geometry.views().size() / seconds;
    figures.add(what, views, "views/s");
    figures.add(what, geometry.rays() / seconds / 1e6, "M rays/s");
    figures.add(what, slabs * views / 1e9, "G ray-slabs/s");
  }

  /** Traces all views in tiles of the size that the projector asks for. */
  private static double seconds(Projector projector, Geometry geometry, int threads) {
    int rows = geometry.detector().rows();
    int columns = geometry.detector().columns();
    int views = geometry.views().size();
    long pixels = Math.min(2 * TraceOptions.DEFAULT.launchPixels(), projector.pixelsAtATime());
    int each = (int) Math.max(1, Math.min(views, pixels / pixelsOfView(geometry)));
    AtomicInteger next = new AtomicInteger();
    float[][] out = new float[threads][each * rows * columns];
    Consumer<float[]> work =
        mine -> {
          for (int at = next.getAndAdd(each); at < views; at = next.getAndAdd(each)) {
            projector.project(new Tile(at, Math.min(views, at + each), 0, rows), mine);
          }
        };
    ExecutorService others = Executors.newCachedThreadPool();
    try {
      long begin = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int t = 1; t < threads; t++) {
        float[] mine = out[t];
        running.add(others.submit(() -> work.accept(mine)));
      }
      // The caller is one of them: to start a thread takes as long as a small view.
      work.accept(out[0]);
      for (Future<?> one : running) {
        one.get();
      }
      return (System.nanoTime() - begin) / 1e9;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GpuException failure ? failure : new IllegalStateException(e);
    } finally {
      others.shutdownNow();
    }
  }

  private void blockShapes(KernelTimer timer, BenchmarkScan scan) {
    figures.say("the shape of a block: threads along the axis of a warp x across it");
    int[][] shapes = {{8, 16}, {16, 8}, {32, 1}, {32, 2}, {32, 4}, {64, 1}, {64, 2}, {128, 1}};
    for (int[] shape : shapes) {
      TraceOptions options = TraceOptions.DEFAULT.withBlock(new BlockShape(shape[0], shape[1]));
      table("block %d x %d".formatted(shape[0], shape[1]), timer, scan, options);
    }
  }

  private void batchSizes(KernelTimer timer, BenchmarkScan scan) {
    figures.say("views a launch");
    Geometry g = scan.geometry();
    for (int views = 1; views <= Math.min(64, g.views().size()); views *= 2) {
      table(
          "%d views a launch".formatted(views),
          timer,
          scan,
          TraceOptions.DEFAULT.withLaunchPixels(views * pixelsOfView(g)));
    }
  }

  private void table(String what, KernelTimer timer, BenchmarkScan scan, TraceOptions options) {
    double seconds =
        Figures.median(Math.min(3, size.repeats()), () -> timer.time(options, 1).trace());
    figures.add(what, scan.geometry().views().size() / seconds, "views/s");
  }
}
