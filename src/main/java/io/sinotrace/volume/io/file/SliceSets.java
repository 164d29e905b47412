package io.sinotrace.volume.io.file;

import java.util.List;

/**
 * What files are.
 *
 * @param sets those that are volumes, or were meant to be
 * @param passedOver why other files of the format are part of none, in lines that name them
 * @param others those of another format
 */
public record SliceSets(List<SliceSet> sets, List<String> passedOver, List<VolumeFile> others) {
  /** Copies the lists. */
  public SliceSets {
    sets = List.copyOf(sets);
    passedOver = List.copyOf(passedOver);
    others = List.copyOf(others);
  }
}
