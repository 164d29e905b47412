package io.sinotrace.spark.job;

/** What a run finds of a scan that is wanted. */
public enum ScanState {
  /** The dataset does not have it. */
  NEW("to do"),
  /** The dataset has it of an input that has changed since: it is to be replaced. */
  CHANGED("changed, to do again"),
  /** The dataset has it, but a file of it is missing or cut short: it is to be done again. */
  DAMAGED("damaged, to do again"),
  /** The dataset has it, and it is to be done again as {@code output.overwrite} asks. */
  OVERWRITTEN("there, to do again"),
  /** The dataset has it. */
  THERE("there"),
  /** The dataset has another scan in its place, which stays. */
  CONFLICT("in conflict"),
  /** Its input is too young, or changing: it may still be being written. */
  CHANGING("too young"),
  /** Its input cannot be used. */
  UNREADABLE("unreadable"),
  /** An earlier run set it aside, and its input has not changed since. */
  SET_ASIDE("set aside earlier"),
  /** It does not fit into the memory that the settings give. */
  TOO_LARGE("too large");

  private final String words;

  ScanState(String words) {
    this.words = words;
  }

  /** Returns it in a few words. */
  public String words() {
    return words;
  }

  /** Returns whether a run computes the scan. */
  public boolean isToDo() {
    return this == NEW || this == CHANGED || this == DAMAGED || this == OVERWRITTEN;
  }
}
