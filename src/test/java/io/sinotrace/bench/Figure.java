package io.sinotrace.bench;

import io.sinotrace.preview.chart.LogChart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Redraws the original system's figure: running time of W2 against the size of the detector. */
final class Figure {
  private static final int[] COLOURS = {0xD98200, 0x1565C0, 0x1BA39C, 0x444444};

  private Figure() {}

  static void run(Settings settings, Report report, String machine) throws IOException {
    Jmh jmh = new Jmh(settings);
    int[] sizes = settings.quick() ? new int[] {20, 90, 250} : Published.PIXELS;
    List<String> forms = Form.usable();
    Map<String, double[]> seconds = new LinkedHashMap<>();
    forms.forEach(form -> seconds.put(form, new double[sizes.length]));
    for (int k = 0; k < sizes.length; k++) {
      for (Map.Entry<String, double[]> entry : seconds.entrySet()) {
        entry.getValue()[k] = jmh.radiographSeconds(sizes[k], entry.getKey());
        report.say(
            "W2 at %d x %d, %s: %s ms"
                .formatted(
                    sizes[k], sizes[k], entry.getKey(), Table.shown(entry.getValue()[k] * 1e3)));
      }
    }
    report.add(table(sizes, seconds));
    report.add("figure", chart(sizes, seconds, machine).png());
  }

  private static Table table(int[] sizes, Map<String, double[]> seconds) {
    List<String> columns = new ArrayList<>(List.of("pixels"));
    columns.addAll(seconds.keySet());
    Published.ALL.forEach(p -> columns.add("published: " + p.name()));
    Table table =
        new Table(
            "figure",
            "W2, a radiograph of a head of 208 x 256 x 225 voxels: seconds by size of the detector,"
                + " one thread, medians of 7; and the original system's on another machine.",
            columns.toArray(String[]::new));
    for (int k = 0; k < sizes.length; k++) {
      List<Object> row = new ArrayList<>(List.of("%d x %d".formatted(sizes[k], sizes[k])));
      for (double[] mine : seconds.values()) {
        row.add(mine[k]);
      }
      int published = Arrays.binarySearch(Published.PIXELS, sizes[k]);
      Published.ALL.forEach(p -> row.add(p.seconds()[published]));
      table.row(row.toArray());
    }
    return table;
  }

  /**
   * Returns the figure.
   *
   * @param sizes of the detector that were measured
   * @param seconds of each tracer, by size
   * @param machine what it was measured on
   */
  static LogChart chart(int[] sizes, Map<String, double[]> seconds, String machine) {
    List<LogChart.Series> lines = new ArrayList<>();
    seconds.forEach(
        (form, mine) ->
            lines.add(
                new LogChart.Series(
                    "Sinotrace, " + form,
                    doubles(sizes),
                    mine,
                    COLOURS[lines.size() % COLOURS.length],
                    false)));
    for (Published p : Published.ALL) {
      lines.add(
          new LogChart.Series(
              p.name() + " (published)", doubles(Published.PIXELS), p.seconds(), p.colour(), true));
    }
    return new LogChart(
        "Radiograph of a head, 208 × 256 × 225 voxels",
        "%s; one thread. Dotted: the original system, on another machine".formatted(machine),
        "pixels along each side of the detector",
        doubles(Published.PIXELS),
        "running time",
        Figure::time,
        lines);
  }

  private static double[] doubles(int[] values) {
    return Arrays.stream(values).asDoubleStream().toArray();
  }

  /** Returns a power of ten of seconds in the unit that suits it. */
  private static String time(double seconds) {
    if (seconds > 0.5) {
      return Math.round(seconds) + " s";
    }
    return seconds > 0.5e-3 ? Math.round(seconds * 1e3) + " ms" : Math.round(seconds * 1e6) + " µs";
  }
}
