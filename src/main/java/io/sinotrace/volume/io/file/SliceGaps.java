package io.sinotrace.volume.io.file;

/** What becomes of slices that do not follow one another at equal distances. */
public enum SliceGaps {
  /** They are no volume, and set aside as a whole with the reason. */
  SET_ASIDE,
  /** The most of them that do, one after the other, are the volume; the others are left out. */
  LONGEST_RUN
}
