package io.sinotrace.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Measures what more threads give, beside what the machine itself gains from them. */
final class Threads {
  private Threads() {}

  /** One thing that is measured. */
  private record Case(String what, int threads) {}

  static void run(Settings settings, Report report) throws IOException {
    Jmh jmh = new Jmh(settings);
    Map<String, IntToDoubleFunction> measured = new LinkedHashMap<>();
    measured.put("multiply and add, G flop/s", n -> jmh.ofMachine("fma", n) * 1e-9);
    measured.put("read memory, GB/s", n -> jmh.ofMachine("read", n) * 1e-9);
    for (String workload : settings.workloadsOr(List.of("W1"))) {
      for (String form : Form.usable()) {
        measured.put(
            "%s, %s, M rays/s".formatted(workload, form),
            n -> jmh.raysPerSecond(workload, form, n) * 1e-6);
      }
    }

    Medians<Case> speeds = new Medians<>();
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Map.Entry<String, IntToDoubleFunction> one : measured.entrySet()) {
        for (int threads : Settings.oneAndAll()) {
          double speed = one.getValue().applyAsDouble(threads);
          speeds.add(new Case(one.getKey(), threads), speed);
          report.say(
              "round %d, threads %d: %s %s"
                  .formatted(round, threads, one.getKey(), Table.shown(speed)));
        }
      }
    }

    int all = Runtime.getRuntime().availableProcessors();
    Table table =
        new Table(
            "threads",
            "What %d threads give; medians of %d rounds.".formatted(all, settings.rounds()),
            "what",
            "1 thread",
            all + " threads",
            "gain");
    for (String what : measured.keySet()) {
      Case one = new Case(what, 1);
      Case many = new Case(what, all);
      table.row(what, speeds.of(one), speeds.of(many), speeds.ratio(many, one));
    }
    report.add(table);
  }
}
