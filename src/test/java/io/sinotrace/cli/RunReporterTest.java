package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.job.BatchProgress.Snapshot;
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
        new RunReporter(
            new PrintWriter(out),
            new PrintWriter(new StringWriter()),
            false,
            new Outcome(true),
            "set-aside.json")) {
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
    return new ScanReport("id", "out", 1, 1, 1, 1, 1, 1, 1, List.of("cuda"), choices, List.of());
  }

  @Test
  void theProgressLineCounts() {
    String line = ProgressLine.text(new Snapshot(1, 0, 0, 0, 0, 1000, 250, 250, 5));
    assertTrue(line.startsWith("[#######-----------------------]  25 %"), line);
    assertTrue(line.contains("50 rays/s"), line);
    assertTrue(line.contains("15 s to go"), line);
    assertTrue(
        ProgressLine.text(new Snapshot(1, 0, 0, 0, 0, 1000, 0, 0, 5)).endsWith("  0 %"), line);
  }

  @Test
  void theProgressOfABatchCountsItsScans() {
    // Of 2,000 scans 500 were there; 300 of the other 1,500 are done and 10 set aside.
    String line = ProgressLine.text(new Snapshot(2000, 500, 300, 10, 1, 9000, 3000, 4500, 600));
    assertEquals(
        "800 of 2,000 scans [###############---------------]  50 %  5 rays/s, 15 min to go,"
            + " 10 set aside",
        line);
  }

  @Test
  void quantitiesReadWell() {
    assertEquals("1.5 GiB", Quantity.bytes(3L << 29));
    assertEquals("512 bytes", Quantity.bytes(512));
    assertEquals("13.3 million", Quantity.count(13_271_040));
    assertEquals("999", Quantity.count(999));
  }
}
