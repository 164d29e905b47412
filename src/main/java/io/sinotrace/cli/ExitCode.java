package io.sinotrace.cli;

/** The exit codes of the commands. */
final class ExitCode {
  /** Everything was done. */
  static final int DONE = 0;

  /** Something failed other than the input. */
  static final int FAILED = 1;

  /** Wrong usage or bad input. */
  static final int BAD_INPUT = 2;

  /** Done, but some scans were set aside because of their input, or did not fit into memory. */
  static final int SOME_SET_ASIDE = 3;

  private ExitCode() {}

  /**
   * Returns the exit code of a run.
   *
   * @param done scans that are there
   * @param setAside scans that are not
   * @param notOfInput how many of those for another reason than their input
   */
  static int of(int done, int setAside, int notOfInput) {
    if (setAside == 0) {
      return DONE;
    }
    if (done > 0) {
      return SOME_SET_ASIDE;
    }
    return notOfInput > 0 ? FAILED : BAD_INPUT;
  }
}
