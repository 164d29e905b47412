package io.sinotrace.export;

import java.util.List;

/**
 * A scan in the terms of another program.
 *
 * @param array what the pixels are: type, order and lengths of the axes
 * @param parts its files: one an end of the format; in a folder, any number
 * @param howTo lines that take them up, with units and flips
 */
public record Export(String array, List<ExportPart> parts, String howTo) {
  /** Copies the list. */
  public Export {
    parts = List.copyOf(parts);
  }
}
