package io.sinotrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures what protocols cost a pixel, beside a plain loop over all energies of the spectrum. */
final class Protocols {
  /** The sums alone; with a Poisson number; with one and the way back to a thickness of water. */
  private static final List<String> FIELDS =
      List.of("transmission", "noisy", "noisy_water_corrected");

  private static final List<String> TOLERANCES = List.of("1e-6", "1e-4");

  private Protocols() {}

  /** One thing that is measured; the tolerance of the plain loop is empty. */
  private record Case(String what, String tolerance, int threads) {
    static Case plain(int threads) {
      return new Case("plain loop", "", threads);
    }

    private boolean isPlain() {
      return tolerance.isEmpty();
    }

    double pixelsPerSecond(Jmh jmh) {
      return isPlain()
          ? jmh.plainPixelsPerSecond(threads)
          : jmh.pixelsPerSecond(what, tolerance, threads);
    }

    int energies() {
      return isPlain()
          ? new ProtocolBenchmark.Bins().size()
          : ProtocolBenchmark.values(Double.parseDouble(tolerance)).energies();
    }
  }

  static void run(Settings settings, Report report) throws IOException {
    Jmh jmh = new Jmh(settings);
    List<Case> cases = cases();
    Medians<Case> speeds = new Medians<>();
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Case c : cases) {
        double speed = c.pixelsPerSecond(jmh);
        speeds.add(c, speed);
        report.say(
            "round %d, %s %s, threads %d: %s M pixels/s"
                .formatted(round, c.what(), c.tolerance(), c.threads(), Table.shown(speed * 1e-6)));
      }
    }
    Table table =
        new Table(
            "protocols",
            "A field of one protocol, 120 kV on caesium iodide, behind water and bone; medians of %d rounds."
                .formatted(settings.rounds()),
            "field",
            "tolerance",
            "energies",
            "threads",
            "M pixels/s",
            "times plain loop");
    for (Case c : cases) {
      table.row(
          c.what(),
          c.tolerance(),
          c.energies(),
          c.threads(),
          speeds.of(c) * 1e-6,
          speeds.ratio(c, Case.plain(c.threads())));
    }
    report.add(table);
    prepare(jmh, report);
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int threads : Settings.oneAndAll()) {
      cases.add(Case.plain(threads));
      for (String tolerance : TOLERANCES) {
        FIELDS.forEach(field -> cases.add(new Case(field, tolerance, threads)));
      }
    }
    return cases;
  }

  private static void prepare(Jmh jmh, Report report) throws IOException {
    Table table =
        new Table(
            "protocols-preparing",
            "What comes before, once a protocol.",
            "tolerance",
            "seconds, warm");
    for (String tolerance : TOLERANCES) {
      table.row(tolerance, jmh.preparingSeconds(tolerance));
    }
    report.add(table);
  }
}
