package io.sinotrace.sinogram.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.storage.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own is killed (kill -9) in the gap that readers of directories see. */
class KilledRunTest {
  private static final String IN_THE_GAP = "in the gap";

  @TempDir Path temp;

  /** Replaces a scan, and stands still once the old sinogram is out. */
  static final class Run {
    private Run() {}

    public static void main(String[] args) throws IOException {
      org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(args[0]);
      SteppedStorage storage =
          new SteppedStorage(
              Storage.of(root, SampleScan.CONF),
              Integer.MAX_VALUE,
              step -> {
                if (step.endsWith("old/sinogram")) {
                  System.out.println(IN_THE_GAP);
                  wait(60_000);
                }
              });
      try (SinogramDataset dataset = SinogramDataset.open(storage, root, said -> {})) {
        new SampleScan(3).write(dataset, "head");
      }
    }

    private static void wait(int milliseconds) {
      try {
        Thread.sleep(milliseconds);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void theNextRunEndsWhatItHadPrepared() throws Exception {
    String out = temp.resolve("out").toString();
    try (SinogramDataset dataset = open(out)) {
      new SampleScan(2).write(dataset, "head");
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Run.class.getName(),
                out)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertEquals(IN_THE_GAP, said.readLine());
    } finally {
      process.destroyForcibly();
    }
    assertNotEquals(0, process.waitFor());
    assertFalse(Files.exists(temp.resolve("out/sinogram/scan=head")));
    assertEquals(3, read(out));

    open(out).close();
    assertTrue(Files.exists(temp.resolve("out/sinogram/scan=head")));
    assertEquals(3, read(out));
    Prune.run(out, Duration.ZERO, false, false, SampleScan.CONF);
    assertFalse(Files.exists(temp.resolve("out/_staging")));
    assertFalse(Files.exists(temp.resolve("out/scans/head.json")));
    assertEquals(3, read(out));
  }

  private static SinogramDataset open(String out) throws IOException {
    return SinogramDataset.open(out, SampleScan.CONF, said -> {});
  }

  private static int read(String out) throws IOException {
    return FinishedScan.read(out, "head", SampleScan.CONF, SampleScan::read);
  }
}
