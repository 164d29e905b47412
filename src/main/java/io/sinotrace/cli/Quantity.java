package io.sinotrace.cli;

import java.util.Locale;

/** Sizes and counts in the units that people use. */
final class Quantity {
  private static final String[] BINARY = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final String[] DECIMAL = {"", " thousand", " million", " billion", " trillion"};

  private Quantity() {}

  /** Returns a size, e.g. 1.5 GiB. */
  static String bytes(long bytes) {
    return scaled((double) bytes, 1024, BINARY, " ");
  }

  /** Returns a count, e.g. 13.3 million. */
  static String count(long count) {
    return scaled((double) count, 1000, DECIMAL, "");
  }

  /** Returns a number of things, e.g. 1 scan, or 12,345 scans. */
  static String of(int count, String thing) {
    return of(count, thing, thing + "s");
  }

  /** As above, for a plural of another form. */
  static String of(int count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  private static String scaled(double value, double step, String[] units, String separator) {
    int unit = 0;
    while (value >= step && unit < units.length - 1) {
      value /= step;
      unit++;
    }
    String number = String.format(Locale.ROOT, unit == 0 ? "%.0f" : "%.1f", value);
    return number + separator + units[unit];
  }
}
