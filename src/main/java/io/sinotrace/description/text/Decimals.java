package io.sinotrace.description.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as text. */
public final class Decimals {
  /** The numbers of YAML 1.2, without its hexadecimal and octal forms. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private Decimals() {}

  /** Returns the number that {@code text} is, or null; infinite if a double cannot hold it. */
  public static @Nullable Double parse(String text) {
    return NUMBER.matcher(text).matches() ? Double.valueOf(text) : null;
  }
}
