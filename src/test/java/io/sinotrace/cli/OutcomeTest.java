package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.job.ScanFault;
import io.sinotrace.spark.job.ScanFault.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit code of a run whose scans come to different ends. */
class OutcomeTest {
  private static ScanFault fault(Kind kind) {
    return new ScanFault(kind, "so it is");
  }

  /** Counts some scans that are there, and the faults of others. */
  private static Outcome outcome(boolean leaves, int done, Kind... faults) {
    Outcome outcome = new Outcome(leaves);
    for (int k = 0; k < done; k++) {
      outcome.done();
    }
    Arrays.stream(faults).forEach(kind -> outcome.failed(fault(kind)));
    return outcome;
  }

  @Test
  void nothingToDoIsDone() {
    assertEquals(0, outcome(false, 0).exitCode());
    assertEquals(0, outcome(false, 3).exitCode());
  }

  @ParameterizedTest
  @CsvSource({"INPUT, 2", "CONFLICT, 2", "CHANGING, 2", "MEMORY, 1", "FAILURE, 1"})
  void whereNoneIsDoneTheKindDecides(Kind kind, int code) {
    assertEquals(code, outcome(false, 0, kind).exitCode());
    assertEquals(code, outcome(false, 0, kind, Kind.INPUT, Kind.CONFLICT).exitCode());
    // Some are there, so the run was not in vain.
    assertEquals(3, outcome(false, 1, kind).exitCode());
  }

  @Test
  void oneThatFailedIsEnoughForOne() {
    assertEquals(1, outcome(false, 0, Kind.INPUT, Kind.FAILURE, Kind.CONFLICT).exitCode());
    assertEquals(1, outcome(false, 0, Kind.MEMORY, Kind.INPUT).exitCode());
    assertEquals(3, outcome(false, 1, Kind.INPUT, Kind.FAILURE, Kind.MEMORY).exitCode());
  }

  @Test
  void whatIsLeftAsAMatterOfCourseIsNoError() {
    assertEquals(0, outcome(true, 0, Kind.CHANGING).exitCode());
    assertEquals(0, outcome(true, 5, Kind.CHANGING, Kind.CHANGING).exitCode());
    assertEquals(2, outcome(true, 0, Kind.CHANGING, Kind.INPUT).exitCode());
    assertEquals(3, outcome(true, 1, Kind.CHANGING, Kind.INPUT).exitCode());
    Outcome leaving = new Outcome(true);
    assertFalse(leaving.failed(fault(Kind.CHANGING)));
    assertTrue(leaving.failed(fault(Kind.INPUT)));
    assertTrue(new Outcome(false).failed(fault(Kind.CHANGING)));
  }
}
