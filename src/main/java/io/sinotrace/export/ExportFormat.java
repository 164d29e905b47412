package io.sinotrace.export;

import io.sinotrace.InputException;
import java.util.List;
import java.util.Set;

/** How another program takes up a scan. */
public interface ExportFormat {
  /** Returns what a person calls it by. */
  String name();

  /** Returns what it writes, in a line for the list of formats. */
  String about();

  /**
   * Returns the ends of the names of its files: the first of the one that a person names; the
   * others have what that is named before its own end. One empty end: a folder, whose files {@link
   * Export#parts} names.
   */
  List<String> endings();

  /** Returns whether it writes a folder of files. */
  default boolean isFolder() {
    return endings().equals(List.of(""));
  }

  /** Returns the types of pixels that it can have. */
  default Set<PixelType> types() {
    return Set.of(PixelType.FLOAT32);
  }

  /** Returns the type of pixels where a person names none. */
  default PixelType usualType() {
    return PixelType.FLOAT32;
  }

  /** Returns whether it has to know all pixels of a scan before it translates it. */
  default boolean surveys() {
    return false;
  }

  /**
   * Checks, without its pixels, whether a scan can be said in its terms, if {@link #surveys} says
   * that they are needed.
   *
   * @throws InputException if it cannot
   */
  default void require(ExportScan scan) {}

  /**
   * Translates a scan.
   *
   * @param type one of {@link #types}
   * @param files their names, as a person will use them, one an end
   * @throws InputException if the scan cannot be said in its terms
   */
  Export export(ExportScan scan, PixelType type, List<String> files);
}
