package io.sinotrace.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in in processes that have no control file. */
@Tag("stand-in")
class StandInProcessTest {
  @TempDir Path folder;

  private record Result(int code, String said) {}

  @BeforeAll
  static void build() {
    assumeTrue(StandIn.missing().isEmpty(), () -> StandIn.missing().orElse(""));
    StandIn.build();
  }

  @Test
  void aWriteFarOutsideAnAllocationEndsTheProcess() throws Exception {
    assertEquals(new Result(0, "CUDA_SUCCESS"), writeOnce(0, 1023, 0));
    for (long outside : List.of(1024L, -1025L, 1L << 33)) {
      Result result = writeOnce(0, outside, 0);
      assertNotEquals(0, result.code());
      assertTrue(result.said().contains("SIGSEGV"), result.said());
    }
  }

  @Test
  void aKernelCannotReachTheMemoryOfAnotherDevice() throws Exception {
    Result result = writeOnce(0, 0, 1);
    assertNotEquals(0, result.code());
    assertTrue(result.said().contains("SIGSEGV"), result.said());
  }

  @Test
  void everyLaunchOnTheDeviceNamedFailsAndAllAreLogged() throws Exception {
    assertEquals(new Result(0, "CUDA_SUCCESS"), writeOnce(0, 0, 0));
    assertEquals(new Result(0, "CUDA_ERROR_ILLEGAL_ADDRESS"), writeOnce(2, 0, 2));
    List<String> lines = Files.readAllLines(folder.resolve("log"));
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).matches("\\d+ 0000:E0:00\\.0 probe_write"), lines.get(0));
    assertTrue(lines.get(1).matches("\\d+ 0000:C0:00\\.0 probe_write"), lines.get(1));
  }

  private Result writeOnce(int memory, long index, int device)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A process that ends on purpose needs no report and no core.
    // Newer JDKs warn of native code that they were not told to expect.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash", "-Xmx64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WriteOnce.class.getName());
    command.addAll(
        List.of(Integer.toString(memory), Long.toString(index), Integer.toString(device)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", StandIn.build().toString());
    builder.environment().put("STAND_IN_CONTROL", "");
    builder.environment().put("STAND_IN_DEVICES", "3");
    builder.environment().put("STAND_IN_FAIL_DEVICE", "2");
    builder.environment().put("STAND_IN_LOG", folder.resolve("log").toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), said.strip());
  }
}
