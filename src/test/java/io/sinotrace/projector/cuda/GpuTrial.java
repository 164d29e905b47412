package io.sinotrace.projector.cuda;

import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.projector.cuda.trace.Gpu;
import io.sinotrace.projector.cuda.trace.Layout;
import io.sinotrace.projector.cuda.trace.Uploader;
import io.sinotrace.volume.Volume;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Whether a GPU gives the bits of the scalar tracer: random rays of all classes and whole scans,
 * with either kernel, and with volumes that pass through in bands.
 */
final class GpuTrial {
  /** Of so many random rays one is traced with the kernel for large volumes too. */
  private static final long WIDE_PART = 20;

  private final Gpu gpu;
  private final Size size;
  private final PrintStream out;
  private BitTally all = BitTally.NONE;
  private boolean idle;

  /**
   * How much is compared.
   *
   * @param rays random ones
   * @param seed of the random ones
   * @param cube voxels along the edge of the cube that is scanned
   * @param pixels along the edge of its detector
   * @param views of the scans
   * @param head voxels of the head that is radiographed, along x, y and z
   */
  record Size(long rays, long seed, int cube, int pixels, int views, int[] head) {
    static Size full(long rays, long seed) {
      return new Size(rays, seed, 256, 384, 36, new int[] {208, 256, 225});
    }

    static Size quick(long rays, long seed) {
      return new Size(rays, seed, 48, 32, 9, new int[] {52, 64, 56});
    }
  }

  GpuTrial(Gpu gpu, Size size, PrintStream out) {
    this.gpu = gpu;
    this.size = size;
    this.out = out;
  }

  /**
   * Compares all; says what differs.
   *
   * @return whether nothing does
   * @throws GpuException if the GPU fails
   */
  boolean run() {
    out.printf("trial of %s against the scalar tracer, seed %d%n", gpu, size.seed());
    rays("random rays", size.rays());
    Volume cube = BenchmarkScan.sheppLogan(size.cube());
    Volume head = BenchmarkScan.head(size.head()[0], size.head()[1], size.head()[2]);
    List<BenchmarkScan> scans =
        List.of(
            BenchmarkScan.cone(cube, size.pixels(), size.views()),
            BenchmarkScan.helical(cube, size.pixels(), size.views()),
            BenchmarkScan.radiograph(head, size.pixels()));
    scans.forEach(scan -> scan(scan, ""));
    gpu.kernels().useWideOffsets(true);
    try {
      rays("random rays, kernel for large volumes", size.rays() / WIDE_PART);
      scans.forEach(scan -> scan(scan, ", kernel for large volumes"));
    } finally {
      gpu.kernels().useWideOffsets(false);
    }
    scans.forEach(this::inBands);
    out.printf(
        Locale.ROOT,
        "%,d rays, %,d of them not 0: %,d differ%n",
        all.rays(),
        all.met(),
        all.other());
    return all.other() == 0 && !idle;
  }

  private void rays(String what, long count) {
    TrialRays rays = new TrialRays(count, size.seed());
    report(
        what,
        rays.compare(done -> out.printf(Locale.ROOT, "  %,d of about %,d rays%n", done, count)));
  }

  private void scan(BenchmarkScan scan, String how) {
    report(scan.name() + how, BitTally.of(scan.name() + how, scan.volume(), scan.geometry()));
  }

  /** With room for half the volume beside what passes, whatever the GPU has. */
  private void inBands(BenchmarkScan scan) {
    long limit =
        Layout.whole(scan.volume().grid(), 2).bytes() / 2
            + 2 * Uploader.passingBytes(scan.volume().grid());
    gpu.inTurn(Resources.GPU_CONCURRENCY, gpu::freeCaches);
    String before = System.getProperty(MemoryLimit.PROPERTY);
    System.setProperty(MemoryLimit.PROPERTY, Long.toString(limit));
    try {
      scan(scan, String.format(Locale.ROOT, ", in bands within %,d bytes", limit));
    } finally {
      if (before == null) {
        System.clearProperty(MemoryLimit.PROPERTY);
      } else {
        System.setProperty(MemoryLimit.PROPERTY, before);
      }
    }
  }

  private void report(String what, BitTally tally) {
    all = all.plus(tally);
    out.printf(
        Locale.ROOT,
        "%s: %,d rays, %,d not 0, %,d differ%n",
        what,
        tally.rays(),
        tally.met(),
        tally.other());
    if (tally.other() > 0) {
      out.println("  first: " + tally.first());
    }
    if (10 * tally.met() < tally.rays()) {
      out.println("  most rays meet nothing: this proves too little");
      idle = true;
    }
  }
}
