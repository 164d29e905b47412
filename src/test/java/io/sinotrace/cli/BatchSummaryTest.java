package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.spark.job.BatchProgress.Snapshot;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSummaryTest {
  private static String closing(int scans, int earlier, int done, int setAside, int left) {
    return BatchSummary.closing(
        new Snapshot(scans, earlier, done, setAside, left, 0, 0, 0, 1), "out/set-aside.json");
  }

  @Test
  void theClosingLineAccountsForEveryScan() {
    assertEquals("12 done", closing(12, 0, 12, 0, 0));
    assertEquals("12 done, 12 of them earlier", closing(12, 12, 0, 0, 0));
    assertEquals(
        "9,988 done, 9,641 of them earlier; 12 set aside: see out/set-aside.json",
        closing(10_000, 9641, 347, 12, 0));
    assertEquals("1 done; 2 left for the next run: being written", closing(3, 0, 1, 0, 2));
    assertEquals("1 done; 1,999 not reached", closing(2000, 0, 1, 0, 0));
    assertEquals(
        "3 done, 1 of them earlier; 3 set aside: see out/set-aside.json; 4 left for the next run:"
            + " being written; 5 not reached",
        closing(15, 1, 2, 3, 4));
  }

  @Test
  void ofManyIdsTheFirstAreNamed() {
    assertEquals("a", BatchSummary.some(List.of("a")));
    assertEquals("a, b, c", BatchSummary.some(List.of("a", "b", "c")));
    assertEquals("a, b, c and 1 more", BatchSummary.some(List.of("a", "b", "c", "d")));
    assertEquals(
        "0, 1, 2 and 1,234 more",
        BatchSummary.some(IntStream.range(0, 1237).mapToObj(String::valueOf).toList()));
  }
}
