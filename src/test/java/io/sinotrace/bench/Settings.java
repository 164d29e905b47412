package io.sinotrace.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be measured, and how long.
 *
 * @param quick whether everything is only tried, with coarse workloads
 * @param workloads names of those that kernels are measured with; empty for the usual ones
 * @param rounds how often everything is measured in turn
 * @param out folder for all files
 */
record Settings(boolean quick, List<String> workloads, int rounds, Path out) {
  private static final int COARSER = 4;

  /** Returns by what voxels and pixels are coarser than they should be. */
  int shrink() {
    return quick ? COARSER : 1;
  }

  /** Returns the workloads asked for, or else these. */
  List<String> workloadsOr(List<String> usual) {
    return workloads.isEmpty() ? usual : workloads;
  }

  /** Returns one and all: numbers of threads. */
  static List<Integer> oneAndAll() {
    int all = Runtime.getRuntime().availableProcessors();
    return all == 1 ? List.of(1) : List.of(1, all);
  }
}
