package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.cli.Cli;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.standin.Control;
import io.sinotrace.standin.Control.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole job whose GPU fails: the dataset is right, or there is none and the error says why. */
class JobFaultsTest extends OnStandIn {
  @TempDir Path temp;
  private String description = "";

  @BeforeEach
  void write() {
    Samples.volume(temp.resolve("volume.npy"), 17, 15, 21, 7);
    description = Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
  }

  private Cli.Result run(String backend, Path output) {
    return Cli.run(
        "run",
        description,
        "compute.backend=" + backend,
        "compute.partitions=3",
        "output.path=" + output);
  }

  /** Returns all rows of a dataset, as text that tells every bit. */
  private static List<String> rows(Path output) {
    return SparkSessions.local()
        .read()
        .parquet(output.resolve("sinogram").toString())
        .orderBy("view", "row")
        .collectAsList()
        .stream()
        .map(JobFaultsTest::text)
        .toList();
  }

  private static String text(Row row) {
    StringBuilder text = new StringBuilder(row.getInt(0) + " " + row.getInt(1));
    for (Float value : row.<Float>getList(2)) {
      text.append(' ').append(Integer.toHexString(Float.floatToRawIntBits(value)));
    }
    return text.toString();
  }

  private static void startAfresh() {
    control.failNothing();
    // A job that failed does not wait for its other tasks, which may still be at the GPU.
    SparkSessions.awaitTasks();
    Gpus.close();
    assertEquals(Control.Held.NOTHING, control.held());
    control.restart();
  }

  @Test
  void callsFailThroughoutAJob() throws IOException {
    Path scalar = temp.resolve("scalar");
    assertEquals(0, run("scalar", scalar).code());
    List<String> right = rows(scalar);
    assertEquals(13 * 19, right.size());

    startAfresh();
    long before = control.calls();
    Path clean = temp.resolve("clean");
    Cli.Result result = run("cuda", clean);
    assertEquals(0, result.code(), result.err());
    assertEquals(right, rows(clean));
    long calls = control.calls() - before;
    assertTrue(
        Files.readString(clean.resolve("scans/volume.json")).contains("\"backend\" : \"cuda\""));

    Map<String, Integer> outcomes = new TreeMap<>();
    for (int code : new int[] {2, 700}) {
      for (Failure failure : new Failure[] {Failure.ONCE, Failure.DEFERRED}) {
        for (long n = 2; n <= calls; n += calls / 5) {
          startAfresh();
          control.failAt(n, code, failure);
          Path output = temp.resolve("out-%d-%s-%d".formatted(code, failure, n));
          outcomes.merge(
              "%d %s: %s".formatted(code, failure, outcome(output, right)), 1, Integer::sum);
        }
      }
    }
    startAfresh();
    outcomes.forEach((what, count) -> System.out.printf("%4d %s%n", count, what));
    assertTrue(outcomes.keySet().stream().anyMatch(o -> o.contains("exit code 1")));
  }

  private String outcome(Path output, List<String> right) throws IOException {
    Cli.Result result = run("cuda", output);
    if (result.code() == 0) {
      assertEquals(right, rows(output));
      return "right";
    }
    // Refused before the job began, or failed in a task.
    assertTrue(result.code() == 1 || result.code() == 2, result.err());
    assertEquals(
        1, result.err().lines().filter(l -> l.startsWith("error: ")).count(), result.err());
    assertTrue(result.err().contains("CUDA_ERROR_"), result.err());
    assertFalse(Files.exists(output.resolve("scans/volume.json")));
    assertFalse(Files.exists(output.resolve("sinogram/scan=volume")));
    startAfresh();
    Cli.Result again = run("cuda", output);
    assertEquals(0, again.code(), again.err());
    assertEquals(right, rows(output));
    return "exit code " + result.code() + ", and right when tried again";
  }
}
