package io.sinotrace.description.text;

import java.util.regex.Pattern;

/**
 * Names that people give to scans and images: {@code [a-z][a-z0-9_-]{0,99}}, without two hyphens in
 * a row, which are reserved for geometries.
 */
public final class GivenName {
  /** The most characters. */
  public static final int MAX_LENGTH = 100;

  private static final Pattern PATTERN =
      Pattern.compile("[a-z][a-z0-9_-]{0,%d}".formatted(MAX_LENGTH - 1));

  /** What is expected, in words. */
  public static final String EXPECTED =
      "at most %d small letters, digits, _ and -, the first a letter, and no two hyphens in a row"
          .formatted(MAX_LENGTH);

  private GivenName() {}

  /** Returns whether a text is one. */
  public static boolean is(String text) {
    return PATTERN.matcher(text).matches() && !text.contains("--");
  }
}
