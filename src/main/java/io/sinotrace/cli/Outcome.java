package io.sinotrace.cli;

import io.sinotrace.spark.job.ScanFault;

/** Counts what became of the scans of a run, for its exit code. */
final class Outcome {
  /** Whether an input that is being written is left for the next run as a matter of course. */
  private final boolean leaves;

  private int done;
  private int setAside;
  private int notOfInput;

  Outcome(boolean leaves) {
    this.leaves = leaves;
  }

  /** Counts a scan that is there, now or before. */
  void done() {
    done++;
  }

  /** Counts a scan that is not; returns whether it is an error. */
  boolean failed(ScanFault fault) {
    if (!isError(fault)) {
      return false;
    }
    setAside++;
    notOfInput += fault.isOfInput() ? 0 : 1;
    return true;
  }

  /** Returns whether a scan is set aside, not left for the next run. */
  boolean isError(ScanFault fault) {
    return !fault.isLeft(leaves);
  }

  int exitCode() {
    return ExitCode.of(done, setAside, notOfInput);
  }
}
