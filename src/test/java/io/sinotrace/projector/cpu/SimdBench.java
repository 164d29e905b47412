package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Projector;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.NamedPhantom;
import io.sinotrace.volume.phantom.Voxelizer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Measures the SIMD tracer beside the scalar one on one thread: medians of its processor time over
 * runs made in turn.
 *
 * <p>Arguments: names of workloads (all if none), {@code runs=N}, {@code noscalar}.
 */
public final class SimdBench {
  private static int runs = 5;
  private static boolean scalar = true;

  private SimdBench() {}

  private record Workload(String name, Volume volume, Geometry geometry, int scalarViews) {}

  /** Runs the workloads. */
  public static void main(String[] args) {
    System.out.println(
        "java " + Runtime.version() + ", " + VectorUnit.LANES + " lanes, one thread");
    String wanted = " ";
    for (String arg : args) {
      if (arg.startsWith("runs=")) {
        runs = Integer.parseInt(arg.substring(5));
      } else if (arg.equals("noscalar")) {
        scalar = false;
      } else {
        wanted += arg + " ";
      }
    }
    String names = wanted;
    Volume shepp = phantom(NamedPhantom.SHEPP_LOGAN, 256, 256, 256, 1);
    run("W1", names, () -> new Workload("W1", shepp, cone(384, 1.5, 90), 2));
    run(
        "W1b",
        names,
        () ->
            new Workload(
                "W1b",
                phantom(NamedPhantom.SHEPP_LOGAN, 512, 512, 512, 0.5),
                cone(768, 0.75, 12),
                1));
    run("W2", names, SimdBench::radiograph);
    run(
        "W3",
        names,
        () ->
            new Workload(
                "W3",
                shepp,
                Trajectories.parallel(Panel.flat(384, 384, 1.5), Trajectories.angles(90, 0, 360)),
                2));
    run(
        "oblique",
        names,
        () ->
            new Workload(
                "oblique",
                shepp,
                Trajectories.cone(
                    1000,
                    1500,
                    Panel.flat(384, 384, 1.5).withTilt(new Panel.Tilt(3, 0, 2)),
                    Trajectories.angles(20, 0, 360)),
                2));
    run("W4", names, () -> new Workload("W4", noisyHead(), cone(384, 1.5, 90), 2));
  }

  private static Geometry cone(int pixels, double pitch, int views) {
    return Trajectories.cone(
        1000, 1500, Panel.flat(pixels, pixels, pitch), Trajectories.angles(views, 0, 360));
  }

  private static Workload radiograph() {
    Volume head = phantom(NamedPhantom.HEAD, 208, 256, 225, 1);
    Vec3[] bounds = head.grid().worldBounds();
    double pitch = Trajectories.coverPitch(500, 500, bounds[0], bounds[1], 600, 2);
    Geometry g = Trajectories.radiograph(Panel.flat(500, 500, pitch), bounds[0], bounds[1], 600, 2);
    return new Workload("W2", head, g, 1);
  }

  private static Volume phantom(NamedPhantom phantom, int nx, int ny, int nz, double spacing) {
    VoxelGrid grid = VoxelGrid.centred(nx, ny, nz, new Vec3(spacing, spacing, spacing));
    return Voxelizer.voxelize(
        phantom.fitting(new Vec3(nx * spacing, ny * spacing, nz * spacing)), grid, 1);
  }

  private static Volume noisyHead() {
    Volume head = phantom(NamedPhantom.HEAD, 256, 256, 256, 1);
    SlabVolume.Writer w = SlabVolume.on(head.grid());
    SplittableRandom random = new SplittableRandom(1);
    for (int z = 0; z < 256; z++) {
      for (int y = 0; y < 256; y++) {
        for (int x = 0; x < 256; x++) {
          double noise = 1e-4 + 1e-3 * random.nextDouble();
          w.set(x, y, z, head.slab(z).get(y * 256 + x) + noise);
        }
      }
    }
    return w.finish();
  }

  private static void run(String name, String names, Supplier<Workload> made) {
    if (!names.isBlank() && !names.contains(" " + name + " ")) {
      return;
    }
    Workload w = made.get();
    Geometry g = w.geometry();
    int views = g.views().size();
    float[] out = new float[Math.toIntExact(g.rays())];
    long rays = g.rays();
    long start = System.nanoTime();
    Projector skipping = new SimdProjector(w.volume(), g);
    Projector dense = new SimdProjector(w.volume(), g, false, 0);
    skipping.project(new Tile(0, 1, 0, g.detector().rows()), out);
    System.out.printf(
        Locale.ROOT, "%s: first view with preparation %.0f ms%n", name, millis(start));
    int chunk = Math.max(1, (1 << 22) / (g.detector().rows() * g.detector().columns()));
    double[] a = new double[runs];
    double[] b = new double[runs];
    double[] c = new double[runs];
    for (int k = -1; k < runs; k++) {
      double ta = time(skipping, g, 0, views, chunk, out);
      double tb = time(dense, g, 0, views, chunk, out);
      double tc = 0;
      if (scalar) {
        Projector one = new ScalarProjector(w.volume(), g);
        // Views spread over the scan, since the time depends on the angle.
        for (int v = 0; v < w.scalarViews(); v++) {
          int view = v * views / w.scalarViews() + views / 16;
          tc += time(one, g, view, view + 1, 1, out) * views / w.scalarViews();
        }
      }
      if (k >= 0) {
        a[k] = ta;
        b[k] = tb;
        c[k] = tc;
      }
    }
    double slabs = crossings(w);
    report(name + " skipping", rays, slabs, median(a), c);
    report(name + " dense", rays, slabs, median(b), c);
    if (scalar) {
      report(name + " scalar (" + w.scalarViews() + " views)", rays, slabs, median(c), c);
    }
  }

  /** Returns the length of all rays in the grid, in voxels of its first axis. */
  private static double crossings(Workload w) {
    VoxelGrid grid = w.volume().grid();
    Vec3 s = grid.spacing();
    var box =
        NamedPhantom.BOX.fitting(new Vec3(grid.nx() * s.x(), grid.ny() * s.y(), grid.nz() * s.z()));
    double sum = 0;
    Geometry g = w.geometry();
    int n = 0;
    for (int v = 0; v < g.views().size(); v += 1 + g.views().size() / 12) {
      for (int r = 0; r < g.detector().rows(); r += 3) {
        for (int c = 0; c < g.detector().columns(); c += 3) {
          var view = g.views().get(v);
          Vec3 p =
              view.center()
                  .plus(view.u().times(g.detector().x(c)))
                  .plus(view.v().times(g.detector().z(r)));
          sum +=
              g.beam() == io.sinotrace.geometry.Beam.PARALLEL
                  ? box.lineIntegralThrough(p, view.source())
                  : box.lineIntegral(view.source(), p);
          n++;
        }
      }
    }
    return sum / n / s.x() * g.rays();
  }

  private static double time(Projector p, Geometry g, int from, int to, int chunk, float[] out) {
    long start = cpuNanos();
    for (int v = from; v < to; v += chunk) {
      p.project(new Tile(v, Math.min(to, v + chunk), 0, g.detector().rows()), out);
    }
    return (cpuNanos() - start) / 1e6;
  }

  /** Returns the time this thread has had a core: others' work does not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void report(String what, long rays, double voxels, double ms, double[] scalar) {
    System.out.printf(
        Locale.ROOT,
        "  %-22s %9.1f ms  %7.2f M rays/s  %7.2f G voxel lengths/s  %6.1f x scalar%n",
        what,
        ms,
        rays / ms / 1e3,
        voxels / ms / 1e6,
        median(scalar) / ms);
  }
}
