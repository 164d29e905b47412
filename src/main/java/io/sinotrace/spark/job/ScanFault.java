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
     * The input is still being written, or has changed while it was read: left for the next run.
     */
    CHANGING,
    /** Something else, such as a storage that cannot be reached or executors that died. */
    FAILURE
  }
}
