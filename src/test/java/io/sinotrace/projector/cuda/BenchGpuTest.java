package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.projector.cuda.kernel.BlockShape;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.standin.Control;
import io.sinotrace.volume.VoxelGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trial and the benchmark of a GPU, with the stand-in as the GPU and tiny sizes. */
class BenchGpuTest extends OnStandIn {
  @TempDir Path folder;

  private record Ended(int code, String said) {
    String last() {
      return said.lines().reduce("", (before, line) -> line);
    }
  }

  private static Ended run(String... options) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = BenchGpu.run(List.of(options), out);
    return new Ended(code, said.toString(StandardCharsets.UTF_8));
  }

  @AfterEach
  void noLimit() {
    System.clearProperty(MemoryLimit.PROPERTY);
  }

  @Test
  void theTrialFindsTheSameBitsInBandsToo() {
    Ended ended = run("--quick", "--only", "trial", "--rays", "30000");
    System.out.println(ended.said());
    assertEquals(0, ended.code(), ended.said());
    assertTrue(ended.said().contains("seed 1"), ended.said());
    // Three scans with two kernels, one of them in bands too.
    assertEquals(11, ended.said().lines().filter(l -> l.matches("(cone|hel|radi).*")).count());
    // Every volume went to the device in one piece, and then once more in bands.
    long voxels = 48L * 48 * 48 + 52 * 64 * 56;
    assertTrue(control.bytesToDevice() >= 2 * Float.BYTES * voxels);
  }

  @Test
  void theTrialFindsAContractedKernelGuilty() {
    control.contracted(true);
    Ended ended = run("--quick", "--only", "trial", "--rays", "200000");
    System.out.println(ended.said());
    assertEquals(1, ended.code(), ended.said());
    assertTrue(ended.said().contains("instead of"), ended.said());
    assertEquals("the trial failed", ended.last());
  }

  @Test
  void theBenchmarkMeasuresAll() throws IOException {
    Path csv = folder.resolve("figures.csv");
    Ended ended = run("--quick", "--only", "benchmark", "--csv", csv.toString());
    assertEquals(0, ended.code(), ended.said());
    System.out.println(ended.said());
    List<String> lines = Files.readAllLines(csv);
    assertEquals("scan,what,value,unit", lines.get(0));
    Map<String, Double> figures = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      assertEquals(4, cells.length, line);
      String key = cells[0] + ": " + cells[1] + ", " + cells[3];
      assertFalse(figures.containsKey(key), line);
      figures.put(key, Double.valueOf(cells[2]));
    }
    for (String what :
        List.of(
            "cone 24^3: kernel alone, views/s",
            "cone 24^3: with copies and 1 thread, G ray-slabs/s",
            "cone 24^3: with copies and 2 threads, M rays/s",
            "cone 24^3: block 32 x 4, views/s",
            "cone 24^3: 8 views a launch, views/s",
            "cone 24^3: bringing the volume to the device; later, GB/s",
            "radiograph 9^2: kernel alone, M rays/s",
            "image 36^3 flat: kernels alone, G voxel updates/s",
            "image 36^3 curved: with copies and 1 thread, s",
            "image 36^3 curved: voxels compared with the scalar form, ")) {
      assertTrue(figures.getOrDefault(what, Double.NaN) > 0, what + " in " + figures.keySet());
    }
    assertEquals(0, figures.getOrDefault("image 36^3 flat: voxels that differ, ", Double.NaN));
    // A small card's: 40 multiprocessors, each with 128 instructions a clock of 1.59 GHz.
    assertEquals(8.1408, figures.getOrDefault("GPU: peak of instructions, T/s", Double.NaN), 1e-4);
  }

  @Test
  void whereThereIsNoGpuItSaysWhy() {
    control.devices(0);
    Ended ended = run("--quick");
    assertEquals(2, ended.code());
    assertEquals(1, ended.said().lines().count(), ended.said());
    assertTrue(ended.said().startsWith("no usable GPU: "), ended.said());
    assertTrue(ended.said().contains("CUDA_ERROR_NO_DEVICE"), ended.said());
    assertEquals(new Ended(2, "--rays 'many': expected a number above 0\n"), run("--rays", "many"));
  }

  @Test
  void aDriverThatCannotBeLoadedIsTheReason() throws Exception {
    Files.writeString(folder.resolve("libcuda.so.1"), "no library at all, and long enough for one");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BenchGpu.class.getName(),
                "--quick")
            .redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor(), said);
    String reason = "no usable GPU: no NVIDIA driver on this machine: \\S*libcuda\\.so\\.1: .+\n";
    assertTrue(said.matches(reason), said);
  }

  @Test
  void aDriverThatFailsMeanwhileIsAFailure() {
    // The launch of a kernel that is long past the beginning.
    control.failAt(400, 700, Control.Failure.STICKY);
    Ended ended = run("--quick", "--only", "benchmark");
    assertEquals(1, ended.code(), ended.said());
    assertTrue(ended.last().startsWith("the GPU failed: "), ended.last());
  }

  @Test
  void raySlabsAreThoseCountedByHand() {
    // Rays along x through 8 x 6 x 4 voxels of 1 mm. Columns lie 1 mm apart at y from -4.5 to 4.5,
    // rows at z from -0.5 to 0.5: a ray up to a voxel beside the box counts as one in it, so of the
    // ten columns the six inside and one on each side march, through 8 slabs each.
    VoxelGrid grid = VoxelGrid.centred(8, 6, 4, new Vec3(1, 1, 1));
    Geometry parallel = Trajectories.parallel(Panel.flat(2, 10, 1), Trajectories.angles(2, 0, 180));
    BoxGeometry box = new BoxGeometry(grid, parallel);
    assertEquals(2 * 8 * 8, RaySlabs.ofView(box, 0));
    // At 90 degrees they run along y: eight columns inside and one on each side, 6 slabs each.
    assertEquals(2 * 10 * 6, RaySlabs.ofView(box, 1));
    assertEquals(124, RaySlabs.perView(box, 5));
    assertEquals(128, RaySlabs.perView(box, 1));
  }

  @Test
  void theDetectorJustHoldsTheShadowOfTheCube() {
    // Of a cube of 1000 sqrt 2 sin 30 = 707.1 mm the circle about it has a radius of 500 mm: seen
    // from 1000 mm under 30 degrees to either side, 2 x 1500 tan 30 = 1732 mm. Its nearest edge is
    // 500 mm away: a height of 707.1 mm is magnified three times.
    assertEquals(3 * 707.1068, BenchmarkScan.width(707.1068), 1e-3);
    // Of a small one, the half diagonal counts across: 1.5 x 1.414 mm, and more than the height.
    assertEquals(2.1213, BenchmarkScan.width(1), 1e-3);
  }

  @Test
  void blocksOfAnyShapeGiveTheSame() {
    BenchmarkScan scan = BenchmarkScan.cone(BenchmarkScan.sheppLogan(20), 21, 5);
    float[] right = new float[21 * 21 * 5];
    new ScalarProjector(scan.volume(), scan.geometry()).project(scan.geometry().all(), right);
    Gpu gpu = Gpus.find(null);
    gpu.open();
    for (int[] shape : new int[][] {{128, 1}, {7, 3}, {1, 1}, {16, 8}}) {
      TraceOptions options = TraceOptions.DEFAULT.withBlock(new BlockShape(shape[0], shape[1]));
      float[] out = new float[right.length];
      try (Projector projector =
          new CudaProjector(gpu, 2, scan.volume(), scan.geometry(), options)) {
        projector.project(scan.geometry().all(), out);
      }
      assertArrayEquals(right, out);
    }
    assertThrows(IllegalArgumentException.class, () -> new BlockShape(32, 5));
  }

  @Test
  void noMoreMemoryIsTakenThanAllowed() {
    BenchmarkScan scan = BenchmarkScan.cone(BenchmarkScan.sheppLogan(40), 24, 6);
    Gpu gpu = Gpus.find(null);
    gpu.open();
    float[] free = project(gpu, scan);
    long without = control.peakDeviceBytes();
    Gpus.close();
    control.reset();
    long limit = without / 10 * 8;
    System.setProperty(MemoryLimit.PROPERTY, Long.toString(limit));
    gpu = Gpus.find(null);
    gpu.open();
    assertArrayEquals(free, project(gpu, scan));
    long with = control.peakDeviceBytes();
    assertTrue(with <= limit, () -> "%d of %d bytes".formatted(with, limit));
    // Less than the rays alone need, and nothing that can be taken to be a number.
    System.setProperty(MemoryLimit.PROPERTY, "1000");
    Gpus.close();
    Gpu again = Gpus.find(null);
    again.open();
    GpuException tooLittle = assertThrows(GpuException.class, () -> project(again, scan));
    assertEquals(GpuException.Kind.OUT_OF_MEMORY, tooLittle.kind());
  }

  @Test
  void severalBatchesPassInBandsWithinTheLimit() {
    BenchmarkScan scan =
        new BenchmarkScan(
            "tall",
            BenchmarkScan.sheppLogan(48),
            Trajectories.cone(
                1000,
                1500,
                new Panel(100, 10, 5.5, 55, 0, 0, Panel.Tilt.NONE, Panel.Shape.FLAT),
                Trajectories.angles(160, 0, 360)));
    // A quarter of it holds the sums of 137 views of 1000 pixels: there is a second, smaller batch.
    System.setProperty(MemoryLimit.PROPERTY, "2270000");
    BitTally tally =
        BitTally.of(
            "tall",
            (volume, geometry) -> new CudaBackend().open(volume, geometry, Resources.DEFAULT),
            scan.volume(),
            scan.geometry());
    assertEquals(0, tally.other(), tally.first());
    assertTrue(tally.met() > 10_000, tally::toString);
    assertTrue(control.peakDeviceBytes() <= 2_270_000, () -> control.peakDeviceBytes() + " bytes");
  }

  private static float[] project(Gpu gpu, BenchmarkScan scan) {
    float[] out = new float[(int) scan.geometry().rays()];
    Tile all = scan.geometry().all();
    new CudaProjector(gpu, 2, scan.volume(), scan.geometry()).project(all, out);
    float sum = 0;
    for (float value : out) {
      sum += value;
    }
    assertTrue(sum > 0);
    return out;
  }
}
