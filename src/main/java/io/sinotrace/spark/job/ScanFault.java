package io.sinotrace.spark.job;

import java.io.Serializable;

/**
 * Why a scan is not there after a run.
 *
 * @param kind what is at fault
 * @param message one line
 */
public record ScanFault(Kind kind, String message) implements Serializable {
  /** What is at fault. */
  public enum Kind {
    /** The input: another attempt fails in the same way until it changes. */
    INPUT,
    /** The dataset or the description does not allow it; the input may be sound. */
    CONFLICT,
    /** The volume, or what a task holds beside it, does not fit into memory. */
    MEMORY,
    /**
     * The input is still being written, or has changed while it was read: another attempt may find
     * it complete.
     */
    CHANGING,
    /** Something else, such as a storage that cannot be reached or executors that died. */
    FAILURE
  }

  /**
   * Returns whether the scan is left for the next run, and not set aside.
   *
   * @param leaves whether an input that is being written is left as a matter of course
   */
  public boolean isLeft(boolean leaves) {
    return leaves && kind == Kind.CHANGING;
  }

  /** Returns whether a person has to mend the input or what is said of it. */
  public boolean isOfInput() {
    return kind != Kind.MEMORY && kind != Kind.FAILURE;
  }
}
