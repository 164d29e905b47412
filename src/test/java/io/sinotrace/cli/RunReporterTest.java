package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.job.ScanReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunReporterTest {
  @Test
  void aReasonIsPrintedOnceARunAndNotForEachOfManyMachines() {
    StringWriter out = new StringWriter();
    try (RunReporter reporter =
        new RunReporter(new PrintWriter(out), new PrintWriter(new StringWriter()), false)) {
      reporter.done(report(List.of("cuda: GPU 0", "cuda: GPU 1")));
      reporter.done(report(List.of("cuda: GPU 1", "cuda: GPU 2")));
      reporter.done(report(List.of("a", "b", "c", "d", "e", "f")));
    }
    assertEquals(
        List.of("cuda: GPU 0", "cuda: GPU 1", "cuda: GPU 2", "a", "b", "c", "d", "and 2 more such"),
        out.toString()
            .lines()
            .filter(line -> line.startsWith("  backend  "))
            .map(line -> line.substring(11))
            .toList());
  }

  private static ScanReport report(List<String> choices) {
    return new ScanReport(
        "id", "out", false, 1, 1, 1, 1, 1, 1, 1, List.of("cuda"), choices, List.of());
  }

  @Test
  void theProgressBarCounts() {
    String line = ProgressBar.line("head", 250, 1000, 5);
    assertTrue(line.contains("[#######-----------------------]"), line);
    assertTrue(line.contains(" 25 %"), line);
    assertTrue(line.contains("50 rays/s"), line);
    assertTrue(line.contains("15 s to go"), line);
    assertTrue(ProgressBar.line("head", 0, 1000, 5).contains("  0 %"));
  }

  @Test
  void quantitiesReadWell() {
    assertEquals("1.5 GiB", Quantity.bytes(3L << 29));
    assertEquals("512 bytes", Quantity.bytes(512));
    assertEquals("13.3 million", Quantity.count(13_271_040));
    assertEquals("999", Quantity.count(999));
  }
}
