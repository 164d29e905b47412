package io.sinotrace.description;

/** Along what a scan is cut into partitions: {@code compute.split}. No value depends on it. */
public enum Split {
  /** As the sizes suggest. */
  AUTO,
  /** A partition holds some views with all their rows. */
  VIEWS,
  /** A partition holds some detector rows of all views. */
  ROWS
}
