package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.projector.cuda.kernel.KernelModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The PTX in the jar is what the kernels' source gives, and cannot be contracted. */
class PtxTest {
  private static final Path SOURCES = Path.of("src/main/cuda");

  private static final Path RESOURCES = Path.of("src/main/resources/io/sinotrace");

  /**
   * Kernels that are loaded together.
   *
   * @param ptx the file of them
   * @param sources what it is made from
   */
  record Made(String ptx, List<String> sources) {
    String text() throws IOException {
      return Files.readString(RESOURCES.resolve(ptx), StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
      return ptx;
    }
  }

  static List<Made> all() {
    return List.of(
        new Made(
            "projector/cuda/kernel/tracer.ptx",
            List.of("launch.cuh", "march.cuh", "setup.cuh", "tracer.cu")),
        new Made(
            "reconstruction/backprojection/cuda/backprojector.ptx",
            List.of("backprojection.cuh", "lines.cuh", "backprojector.cu")));
  }

  @TempDir Path temp;

  @ParameterizedTest
  @MethodSource("all")
  void isMadeFromTheseSources(Made made) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String file : made.sources()) {
      digest.update(Files.readAllBytes(SOURCES.resolve(file)));
    }
    digest.update(Files.readAllBytes(SOURCES.resolve("make-ptx")));
    String expected = "// source " + HexFormat.of().formatHex(digest.digest());
    assertEquals(
        expected,
        made.text().lines().skip(1).findFirst().get(),
        "run src/main/cuda/make-ptx again");
  }

  @Test
  void checksumsLeaveOutNoSource() throws IOException {
    Set<String> expected = new TreeSet<>(List.of("make-ptx"));
    all().forEach(made -> expected.addAll(made.sources()));
    Set<String> found = new TreeSet<>();
    try (var files = Files.list(SOURCES)) {
      files.forEach(file -> found.add(String.valueOf(file.getFileName())));
    }
    assertEquals(expected, found);
  }

  @Test
  void isWhatTheCompilerGives() throws IOException, InterruptedException {
    assumeTrue(isThere("nvcc"), "nvcc is not on the PATH: the checksum has to do");
    Process process =
        new ProcessBuilder(SOURCES.resolve("make-ptx").toString(), temp.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), said);
    for (Made made : all()) {
      String fresh = Files.readString(temp.resolve(made.ptx()));
      // Another release of the compiler may write the same in other words.
      assumeTrue(release(fresh).equals(release(made.text())), "another release of nvcc made it");
      assertEquals(fresh, made.text());
    }
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

  @ParameterizedTest
  @MethodSource("all")
  void leavesTheDriverNothingToContract(Made made) throws IOException {
    // Without a rounding mode, the driver's compiler may fuse a multiplication with an addition.
    String ptx = made.text();
    List<String> loose =
        ptx.lines()
            .filter(line -> line.matches("\\s*(mul|add|sub|mad|fma|div|sqrt|rcp)\\.(f32|f64).*"))
            .toList();
    assertEquals(List.of(), loose);
    assertFalse(ptx.contains(".ftz"), "denormals are not flushed");
    assertFalse(ptx.contains(".approx"), "nothing is approximate");
    // The fused operations are those that are written, and all in float32.
    assertTrue(ptx.contains("fma.rn.f32"));
    assertFalse(ptx.contains("fma.rn.f64"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void loadsOnOldDriversAndDevices(Made made) throws IOException {
    assertTrue(made.text().contains("\n.version 6.3\n"));
    assertTrue(made.text().contains("\n.target sm_60\n"));
  }

  @Test
  void theBackendSaysWhatItAsksFor() {
    assertEquals("PTX 6.3, sm_60", KernelModule.target());
  }
}
