package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.projector.cuda.device.Uploader;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.cuda.kernel.VoxelLayout;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole scans, in one piece and in many, resident and in bands: always the scalar tracer's bits.
 */
class CudaScansTest extends OnStandIn {
  @RegisterExtension static final Seed SEED = Seed.fixed(7);

  private static final VoxelGrid GRID = VoxelGrid.centred(40, 33, 29, new Vec3(1, 1.25, 0.75));
  private static final Volume VOLUME = TestGrids.randomVolume(GRID, 1, SEED.random());

  /** Makes volumes of several channels; of the last, a kernel does not take all at a time. */
  private static List<Volume> channels() {
    List<Volume> volumes = new ArrayList<>();
    for (int channels : new int[] {2, 3, 4, 6}) {
      volumes.add(TestGrids.randomVolume(GRID, channels, channels, SEED.random()));
    }
    return volumes;
  }

  /** Scans of the kinds that people make, and their bits. */
  private static final Map<String, Geometry> SCANS = scans();

  private static Map<String, Geometry> scans() {
    Map<String, Geometry> scans = new LinkedHashMap<>();
    scans.put("cone", circle(Beam.CONE, Detector.flat(37, 45), 23, 0));
    scans.put("helical", circle(Beam.CONE, Detector.flat(12, 45), 23, 1.5));
    scans.put("parallel", circle(Beam.PARALLEL, Detector.flat(35, 41), 17, 0));
    scans.put("fan of one slice", circle(Beam.FAN, Detector.flat(1, 130), 40, 0));
    scans.put(
        "fan, curved",
        circle(Beam.FAN, Detector.curved(new double[] {-3, -1, 0, 0.5, 4}, 70, 1, 200), 19, 0));
    scans.put("steep cone", circle(Beam.CONE, Detector.flat(301, 9), 5, 0));
    List<View> above = new ArrayList<>();
    above.add(
        View.of(
            Double.NaN,
            new Vec3(2, 1, 90),
            new Vec3(0, 0, -20),
            new Vec3(1.1, 0, 0),
            new Vec3(0, 0.9, 0)));
    scans.put("radiograph", new Geometry(Beam.CONE, Detector.flat(64, 50), above));
    return scans;
  }

  private static Geometry circle(Beam beam, Detector detector, int count, double feed) {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double t = 2 * Math.PI * i / count;
      Vec3 out = new Vec3(Math.cos(t), Math.sin(t), 0);
      Vec3 at = new Vec3(0, 0, feed * (i - count / 2));
      Vec3 source = beam == Beam.PARALLEL ? out.times(-1) : out.times(120).plus(at);
      views.add(
          View.of(
              i,
              source,
              out.times(-80).plus(at),
              new Vec3(-Math.sin(t), Math.cos(t), 0),
              new Vec3(0, 0, 1.4)));
    }
    return new Geometry(beam, detector, views);
  }

  private static Geometry named(String name) {
    return Objects.requireNonNull(SCANS.get(name), name);
  }

  private static float[] scalar(Geometry scan, Tile tile) {
    float[] out = new float[(int) tile.pixels(scan.detector().columns())];
    new ScalarProjector(VOLUME, scan).project(tile, out);
    return out;
  }

  private static float[] cuda(Geometry scan, Tile tile, long launchPixels) {
    Gpu gpu = Gpus.find(null);
    gpu.open();
    float[] out = new float[(int) tile.pixels(scan.detector().columns())];
    TraceOptions options = TraceOptions.DEFAULT.withLaunchPixels(launchPixels);
    try (Projector projector = new CudaProjector(gpu, 2, VOLUME, scan, options)) {
      projector.project(tile, out);
    }
    return out;
  }

  /** Traces all scans in batches of so many pixels. */
  private static void check(long launchPixels) {
    SCANS.forEach(
        (name, scan) ->
            assertArrayEquals(
                scalar(scan, scan.all()), cuda(scan, scan.all(), launchPixels), name));
  }

  /** Traces all scans of volumes of several channels, in batches of so many line integrals. */
  private static void checkChannels(long launchPixels) {
    Gpu gpu = Gpus.find(null);
    gpu.open();
    TraceOptions options = TraceOptions.DEFAULT.withLaunchPixels(launchPixels);
    for (Volume volume : channels()) {
      SCANS.forEach(
          (name, scan) -> {
            String what = volume.channels() + " channels, " + name;
            BitTally found =
                BitTally.of(what, (v, g) -> new CudaProjector(gpu, 2, v, g, options), volume, scan);
            assertEquals(volume.channels() * scan.rays(), found.values());
            assertEquals(0, found.other(), found::first);
          });
      volume.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 22, 5000, 1})
  void severalChannels(long launchPixels) {
    checkChannels(launchPixels);
  }

  @Test
  void severalChannelsInBands() {
    // The smallest of these volumes takes 756 kB.
    control.memory(1_000_000);
    checkChannels(1 << 22);
    long voxels = Float.BYTES * GRID.voxels();
    long passed = control.bytesToDevice();
    assertTrue(passed > (SCANS.size() + 1L) * (2 + 3 + 4 + 6) * voxels, () -> passed + " bytes");
  }

  @Test
  void inOneBatch() {
    check(1 << 22);
    assertEquals(0, control.pageableCopies(), "copies that could not overlap with anything");
  }

  @Test
  void inManyBatches() {
    check(5000);
  }

  @Test
  void inBatchesOfADetectorRow() {
    check(1);
  }

  @Test
  void aTileOfSome() {
    Geometry cone = named("cone");
    Tile tile = new Tile(5, 16, 9, 31);
    assertArrayEquals(scalar(cone, tile), cuda(cone, tile, 4000));
  }

  @Test
  void raysMeetSomething() {
    // Equal zeros would prove nothing.
    SCANS.forEach(
        (name, scan) -> {
          int met = 0;
          for (float value : scalar(scan, scan.all())) {
            met += value != 0 ? 1 : 0;
          }
          assertTrue(10 * (long) met > scan.rays(), name);
        });
  }

  @Test
  void aVolumeLargerThanTheMemoryPassesThroughInBands() {
    // The volume takes 378 kB, and with two slots for pixels and voxels more than there is.
    control.memory(700_000);
    check(1 << 22);
    // It passed for each of the scans, for some of them along two axes.
    long passed = control.bytesToDevice();
    assertTrue(passed > (SCANS.size() + 1L) * Float.BYTES * GRID.voxels(), () -> passed + " bytes");
  }

  @Test
  void bandsOfAFewSlabs() {
    // Beside the passing voxels and the pixels, room for a few slabs.
    long passing = Uploader.passingBytes(GRID);
    for (String name : List.of("cone", "radiograph", "fan, curved")) {
      Geometry scan = named(name);
      control.memory(2 * passing + (1 << 19));
      assertArrayEquals(scalar(scan, scan.all()), cuda(scan, scan.all(), 1 << 22), name);
      Gpus.close();
    }
  }

  @Test
  void aVolumeGoesToTheDeviceOnce() {
    Geometry cone = named("cone");
    long voxels = Float.BYTES * GRID.voxels();
    cuda(cone, cone.all(), 1 << 22);
    long first = control.bytesToDevice();
    assertTrue(first >= voxels, () -> first + " bytes");
    cuda(cone, cone.all(), 1 << 22);
    cuda(named("parallel"), named("parallel").all(), 1 << 22);
    long later = control.bytesToDevice() - first;
    assertTrue(later < voxels / 2, () -> later + " bytes");
  }

  @Test
  void theVolumeUsedLeastRecentlyGoesFirst() {
    Geometry cone = named("cone");
    Volume[] volumes = new Volume[3];
    for (int i = 0; i < 3; i++) {
      volumes[i] = TestGrids.randomVolume(GRID, i, new SplittableRandom(SEED.value() + i));
    }
    long whole = VoxelLayout.whole(GRID, 1, 2).bytes();
    // Room for two volumes, and beside them for what two slots hold of this scan.
    control.memory(2 * whole + whole / 2 + 840_000);
    long voxels = Float.BYTES * GRID.voxels();
    assertTrue(bytesFor(volumes[0], cone) >= voxels);
    assertTrue(bytesFor(volumes[1], cone) >= voxels);
    assertTrue(bytesFor(volumes[0], cone) < voxels, "the first is still there");
    assertTrue(bytesFor(volumes[2], cone) >= voxels);
    assertTrue(bytesFor(volumes[0], cone) < voxels, "the first was used later than the second");
    assertTrue(bytesFor(volumes[1], cone) >= voxels, "the second had to go");
  }

  private static long bytesFor(Volume volume, Geometry scan) {
    Gpu gpu = Gpus.find(null);
    gpu.open();
    long before = control.bytesToDevice();
    float[] out = new float[(int) scan.rays()];
    try (Projector projector = new CudaProjector(gpu, 2, volume, scan)) {
      projector.project(scan.all(), out);
    }
    float[] here = new float[out.length];
    new ScalarProjector(volume, scan).project(scan.all(), here);
    assertArrayEquals(here, out);
    return control.bytesToDevice() - before;
  }

  @Test
  void manyThreadsShareADevice() throws InterruptedException {
    shareADevice();
  }

  @Test
  void threadsWhoseVolumeHasToPassTakeTurns() throws InterruptedException {
    control.memory(700_000);
    shareADevice();
  }

  @Test
  void afterBandsASmallerVolumeStaysOnTheDevice() {
    Geometry cone = named("cone");
    VoxelGrid large = VoxelGrid.centred(80, 70, 60, new Vec3(0.5, 0.5, 0.5));
    Volume passing = TestGrids.randomVolume(large, 0, SEED.random());
    // Too little for it and two slots, through which it would pass whole.
    control.memory(3_600_000);
    assertTrue(bytesFor(passing, cone) >= Float.BYTES * large.voxels());
    long voxels = Float.BYTES * GRID.voxels();
    assertTrue(bytesFor(VOLUME, cone) >= voxels);
    assertTrue(bytesFor(VOLUME, cone) < voxels, "it went again");
  }

  private static void shareADevice() throws InterruptedException {
    Geometry cone = named("cone");
    float[] here = scalar(cone, cone.all());
    List<Thread> threads = new ArrayList<>();
    List<Throwable> faults = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int round = 0; round < 5; round++) {
                  assertArrayEquals(here, cuda(cone, cone.all(), 7000));
                }
              });
      thread.setUncaughtExceptionHandler(
          (t, fault) -> {
            synchronized (faults) {
              faults.add(fault);
            }
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), faults);
  }
}
