package io.sinotrace.projector.cuda;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** Figures of a benchmark: printed for people, and kept for a CSV file. */
public final class Figures {
  private final PrintStream out;
  private final List<String> rows = new ArrayList<>(List.of("scan,what,value,unit"));
  private String scan = "";

  Figures(PrintStream out) {
    this.out = out;
  }

  /** Begins what belongs to a scan, or to the GPU as such. */
  public void of(String name, String about) {
    scan = name;
    out.printf("%n%s: %s%n", name, about);
  }

  /** Prints a line that is no figure. */
  public void say(String format, Object... arguments) {
    out.printf(Locale.ROOT, "  " + format + "%n", arguments);
  }

  public void add(String what, double value, String unit) {
    say("%-54s %12s %s", what, shown(value), unit);
    rows.add(String.format(Locale.ROOT, "%s,%s,%.6g,%s", scan, what, value, unit));
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%,.0f" : "%.4g", value);
  }

  /** Writes all figures so far: scan, what, value, unit. */
  void write(Path csv) throws IOException {
    Files.write(csv, rows);
  }

  /** Measures several times, after once that does not count, and returns the median. */
  public static double median(int repeats, DoubleSupplier measure) {
    double[] values = new double[repeats];
    for (int i = -1; i < repeats; i++) {
      double value = measure.getAsDouble();
      if (i >= 0) {
        values[i] = value;
      }
    }
    Arrays.sort(values);
    return (values[(repeats - 1) / 2] + values[repeats / 2]) / 2;
  }
}
