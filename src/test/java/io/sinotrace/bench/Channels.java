package io.sinotrace.bench;

import java.io.IOException;
import java.util.List;

/** Measures what tracing several channels in one pass costs, beside one channel, on one thread. */
final class Channels {
  private static final int MOST = 4;

  private Channels() {}

  /** One thing that is measured. */
  private record Case(String workload, String form, int channels) {}

  static void run(Settings settings, Report report) throws IOException {
    Jmh jmh = new Jmh(settings);
    List<String> workloads = settings.workloadsOr(List.of("W1", "W4"));
    Medians<Case> seconds = new Medians<>();
    Medians<Case> bytes = new Medians<>();
    for (int round = 1; round <= settings.rounds(); round++) {
      for (String workload : workloads) {
        for (String form : Form.usable()) {
          for (int channels = 1; channels <= MOST; channels++) {
            Jmh.Rays rays = jmh.rays(workload, form, 1, channels);
            Case one = new Case(workload, form, channels);
            seconds.add(one, 1 / rays.perSecond());
            bytes.add(one, rays.bytesEach());
            report.say(
                "round %d, %s, %s, channels %d: %s M rays/s"
                    .formatted(
                        round, workload, form, channels, Table.shown(rays.perSecond() * 1e-6)));
          }
        }
      }
    }
    Table table =
        new Table(
            "channels",
            "Several channels in one pass, one thread; medians of %d rounds."
                .formatted(settings.rounds()),
            "workload",
            "tracer",
            "channels",
            "M rays/s",
            "time, of one channel's",
            "bytes allocated a ray");
    for (String workload : workloads) {
      for (String form : Form.usable()) {
        for (int channels = 1; channels <= MOST; channels++) {
          Case c = new Case(workload, form, channels);
          table.row(
              workload,
              form,
              channels,
              1e-6 / seconds.of(c),
              seconds.ratio(c, new Case(workload, form, 1)),
              bytes.of(c));
        }
      }
    }
    report.add(table);
  }
}
