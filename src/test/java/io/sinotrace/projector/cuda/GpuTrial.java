package io.sinotrace.projector.cuda;

import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Uploader;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.cuda.kernel.VoxelLayout;
import io.sinotrace.reconstruction.backprojection.cuda.ImageTrial;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Whether a GPU gives the bits of the scalar forms: random rays of all classes and whole scans,
 * with either kernel, with volumes that pass through in bands, and with several channels; and
 * random images.
 */
final class GpuTrial {
  /** Of so many random rays one is traced with the kernel for large volumes too. */
  private static final long WIDE_PART = 20;

  /** Of so many random rays one is traced in two channels too, and in three, and so on. */
  private static final long CHANNELS_PART = 50;

  /** The most channels, one more than a kernel takes at a time. */
  private static final int MOST_CHANNELS = 5;

  /** Channels in which a whole scan is traced. */
  private static final int SCAN_CHANNELS = 3;

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
   * @param images random ones that are added up
   */
  record Size(long rays, long seed, int cube, int pixels, int views, int[] head, int images) {
    static Size full(long rays, long seed) {
      return new Size(rays, seed, 256, 384, 36, new int[] {208, 256, 225}, 3000);
    }

    static Size quick(long rays, long seed) {
      return new Size(rays, seed, 48, 32, 9, new int[] {52, 64, 56}, 20);
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
    out.printf("trial of %s against the scalar forms, seed %d%n", gpu, size.seed());
    rays("random rays", size.rays(), 1, opener(gpu, TraceOptions.DEFAULT));
    Volume cube = BenchmarkScan.sheppLogan(size.cube());
    Volume head = BenchmarkScan.head(size.head()[0], size.head()[1], size.head()[2]);
    List<BenchmarkScan> scans =
        List.of(
            BenchmarkScan.cone(cube, size.pixels(), size.views()),
            BenchmarkScan.helical(cube, size.pixels(), size.views()),
            BenchmarkScan.radiograph(head, size.pixels()));
    scans.forEach(scan -> scan(scan, "", opener(gpu, TraceOptions.DEFAULT)));
    BitTally.Opener wide = opener(gpu, TraceOptions.DEFAULT.withWideOffsets());
    rays("random rays, kernel for large volumes", size.rays() / WIDE_PART, 1, wide);
    scans.forEach(scan -> scan(scan, ", kernel for large volumes", wide));
    scans.forEach(this::inBands);
    for (int n = 2; n <= MOST_CHANNELS; n++) {
      long count = size.rays() / CHANNELS_PART;
      rays("random rays, %d channels".formatted(n), count, n, opener(gpu, TraceOptions.DEFAULT));
      rays("random rays, %d channels, kernel for large volumes".formatted(n), count, n, wide);
    }
    Volume channels = channels(cube);
    BenchmarkScan scan = BenchmarkScan.cone(channels, size.pixels(), size.views());
    scan(scan, ", %d channels".formatted(SCAN_CHANNELS), opener(gpu, TraceOptions.DEFAULT));
    inBands(scan);
    report("random images", ImageTrial.random(gpu, size.images(), size.seed()));
    channels.close();
    cube.close();
    head.close();
    out.printf(
        Locale.ROOT,
        "%,d values, %,d of them not 0: %,d differ%n",
        all.values(),
        all.met(),
        all.other());
    return all.other() == 0 && !idle;
  }

  private static BitTally.Opener opener(Gpu gpu, TraceOptions options) {
    return (volume, geometry) ->
        new CudaProjector(gpu, Resources.GPU_CONCURRENCY, volume, geometry, options);
  }

  /** Returns a volume whose channels have in each voxel other multiples of another's value. */
  private static Volume channels(Volume one) {
    VoxelGrid grid = one.grid();
    SlabVolume.Writer writer = SlabVolume.on(grid, SCAN_CHANNELS);
    for (int c = 0; c < SCAN_CHANNELS; c++) {
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          for (int x = 0; x < grid.nx(); x++) {
            double value = one.slab(0, z).get(y * grid.nx() + x);
            writer.set(c, x, y, z, value * ((x + y + z + c) % SCAN_CHANNELS));
          }
        }
      }
    }
    return writer.finish();
  }

  private void rays(String what, long count, int channels, BitTally.Opener cuda) {
    TrialRays rays = new TrialRays(count, channels, size.seed(), cuda);
    report(
        what,
        rays.compare(done -> out.printf(Locale.ROOT, "  %,d of about %,d rays%n", done, count)));
  }

  private void scan(BenchmarkScan scan, String how, BitTally.Opener cuda) {
    String what = scan.name() + how;
    report(what, BitTally.of(what, cuda, scan.volume(), scan.geometry()));
  }

  /** With room for half the volume beside what passes, whatever the GPU has. */
  private void inBands(BenchmarkScan scan) {
    long limit =
        VoxelLayout.whole(scan.volume().grid(), scan.volume().channels(), 2).bytes() / 2
            + 2 * Uploader.passingBytes(scan.volume().grid());
    // The same device, of which no more is taken.
    Gpu limited = new Gpu(gpu.ordinal(), new MemoryLimit(limit));
    limited.open();
    try {
      scan(
          scan,
          String.format(Locale.ROOT, ", in bands within %,d bytes", limit),
          opener(limited, TraceOptions.DEFAULT));
    } finally {
      limited.close();
    }
  }

  private void report(String what, BitTally tally) {
    all = all.plus(tally);
    out.printf(
        Locale.ROOT,
        "%s: %,d values, %,d not 0, %,d differ%n",
        what,
        tally.values(),
        tally.met(),
        tally.other());
    if (tally.other() > 0) {
      out.println("  first: " + tally.first());
    }
    if (10 * tally.met() < tally.values()) {
      out.println("  most values are 0: this proves too little");
      idle = true;
    }
  }
}
