package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.projector.cuda.kernel.KernelModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PTX in the jar is what the kernels' source gives, and cannot be contracted. */
class PtxTest {
  private static final Path SOURCES = Path.of("src/main/cuda");

  @TempDir Path temp;

  private static String ptx() throws IOException {
    try (InputStream in = KernelModule.class.getResourceAsStream("tracer.ptx")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void isMadeFromTheseSources() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String file : List.of("launch.cuh", "march.cuh", "setup.cuh", "tracer.cu", "make-ptx")) {
      digest.update(Files.readAllBytes(SOURCES.resolve(file)));
    }
    String expected = "// source " + HexFormat.of().formatHex(digest.digest());
    assertEquals(
        expected, ptx().lines().skip(1).findFirst().get(), "run src/main/cuda/make-ptx again");
    try (var files = Files.list(SOURCES)) {
      assertEquals(5, files.count(), "a source that the checksum leaves out");
    }
  }

  @Test
  void isWhatTheCompilerGives() throws IOException, InterruptedException {
    assumeTrue(isThere("nvcc"), "nvcc is not on the PATH: the checksum has to do");
    Path made = temp.resolve("made.ptx");
    Process process =
        new ProcessBuilder(SOURCES.resolve("make-ptx").toString(), made.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), said);
    String fresh = Files.readString(made);
    // Another release of the compiler may write the same in other words.
    assumeTrue(release(fresh).equals(release(ptx())), "another release of nvcc made the PTX");
    assertEquals(fresh, ptx());
  }

  private static String release(String ptx) {
    return ptx.lines().filter(line -> line.startsWith("// nvcc ")).findFirst().orElse("");
  }

  private static boolean isThere(String program) {
    String path = System.getenv("PATH");
    return path != null
        && List.of(path.split(":", -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void leavesTheDriverNothingToContract() throws IOException {
    // Without a rounding mode, the driver's compiler may fuse a multiplication with an addition.
    List<String> loose =
        ptx()
            .lines()
            .filter(line -> line.matches("\\s*(mul|add|sub|mad|fma|div|sqrt|rcp)\\.(f32|f64).*"))
            .toList();
    assertEquals(List.of(), loose);
    assertFalse(ptx().contains(".ftz"), "denormals are not flushed");
    assertFalse(ptx().contains(".approx"), "nothing is approximate");
    // The fused operations are the march's own: five in float32 a slab, and not one in float64.
    assertFalse(ptx().contains("fma.rn.f64"));
  }

  @Test
  void loadsOnOldDriversAndDevices() throws IOException {
    assertTrue(ptx().contains("\n.version 6.3\n"));
    assertTrue(ptx().contains("\n.target sm_60\n"));
    assertEquals("PTX 6.3, sm_60", KernelModule.target());
  }
}
