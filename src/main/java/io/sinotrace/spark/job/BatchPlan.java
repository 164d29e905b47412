package io.sinotrace.spark.job;

import io.sinotrace.description.ScanSpec;
import io.sinotrace.sinogram.commit.CommittedScan;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run has to do.
 *
 * @param scans all that are wanted, in the order of the description
 * @param unwanted scans of the dataset that the description does not name any more, such as those
 *     of inputs that are gone; they are kept
 */
public record BatchPlan(List<Entry> scans, List<CommittedScan> unwanted) {
  /**
   * A scan that is wanted.
   *
   * @param number of it in the batch
   * @param id of it in the dataset
   * @param existing the scan that is there; null if there is none
   * @param fault why it is not to be computed; null if it is, or is there
   * @param found what its header says, where it was read; null where it was not
   * @param damage what is wrong with the files of the scan that is there; null if nothing
   */
  public record Entry(
      int number,
      ScanSpec scan,
      ScanState state,
      String id,
      @Nullable CommittedScan existing,
      @Nullable ScanFault fault,
      ScanSurvey.@Nullable Found found,
      @Nullable String damage) {
    /** Returns how many rays it has, where its header was read; else 0. */
    public long rays() {
      return found == null ? 0 : found.rays();
    }
  }

  /** Returns how many scans are in each state; those without any are left out. */
  public Map<ScanState, Integer> counts() {
    Map<ScanState, Integer> counts = new EnumMap<>(ScanState.class);
    scans.forEach(entry -> counts.merge(entry.state(), 1, Integer::sum));
    return counts;
  }

  /** Returns the scans to compute, in their order. */
  public List<Entry> toDo() {
    return scans.stream().filter(entry -> entry.state().isToDo()).toList();
  }
}
