package io.sinotrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures the tracers on each workload, on one thread and on all. */
final class Kernels {
  private static final List<String> QUICK = List.of("W1", "W2");

  private final Settings settings;
  private final Report report;
  private final Jmh jmh;

  private Kernels(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
    this.jmh = new Jmh(settings);
  }

  /** One thing that is measured. */
  private record Case(String form, int threads) {}

  static void run(Settings settings, Report report) throws IOException {
    new Kernels(settings, report).run();
  }

  private void run() throws IOException {
    Table speeds =
        new Table(
            "kernels",
            "Tracing, prepared and warm; medians of %d rounds.".formatted(settings.rounds()),
            "workload",
            "tracer",
            "threads",
            "views",
            "M rays/s",
            "G ray-voxels/s",
            "times scalar",
            "bytes allocated a ray");
    Table preparing =
        new Table(
            "preparing",
            "What comes before, in seconds: making the volume, and the first view of it, for which"
                + " a tracer makes its copies.",
            "workload",
            "what",
            "seconds");
    for (String name : settings.workloadsOr(settings.quick() ? QUICK : Workload.NAMES)) {
      Workload workload = Workload.of(name, settings.shrink());
      measure(workload, speeds);
      prepare(workload, preparing);
    }
    report.add(speeds);
    report.out().println("A ray-voxel is a voxel that a ray meets, empty or not.\n");
    report.add(preparing);
  }

  private void measure(Workload workload, Table speeds) {
    List<Case> cases = new ArrayList<>();
    for (int threads : Settings.oneAndAll()) {
      Form.all().forEach(form -> cases.add(new Case(form, threads)));
    }
    Medians<Case> raysPerSecond = new Medians<>();
    Medians<Case> bytes = new Medians<>();
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Case c : cases) {
        Jmh.Rays measured = jmh.rays(workload.name(), c.form(), c.threads(), 1);
        double rays = measured.perSecond();
        raysPerSecond.add(c, rays);
        bytes.add(c, measured.bytesEach());
        report.say(
            "round %d, %s, %s, threads %d: %s M rays/s"
                .formatted(
                    round, workload.name(), c.form(), c.threads(), Table.shown(rays * 1e-6)));
      }
    }
    double voxels = workload.voxelsPerRay();
    for (Case c : cases) {
      double rays = raysPerSecond.of(c);
      speeds.row(
          "%s: %s".formatted(workload.name(), workload.about()),
          c.form(),
          c.threads(),
          views(workload, c),
          rays * 1e-6,
          rays * voxels * 1e-9,
          raysPerSecond.ratio(c, new Case(Form.SCALAR, c.threads())),
          bytes.of(c));
    }
  }

  /** Returns which views were traced of each thread's tile. */
  private static String views(Workload workload, Case c) {
    int views = workload.geometry().views().size();
    int sample = workload.sample() * c.threads();
    boolean sampled = c.form().equals(Form.SCALAR) && sample < views;
    return sampled ? "%d of %d".formatted(sample, views) : "all " + views;
  }

  private void prepare(Workload workload, Table preparing) {
    double phantom = jmh.seconds("phantom", workload.name(), Form.SCALAR);
    preparing.row(workload.name(), "phantom", phantom);
    for (String form : Form.usable()) {
      double first = jmh.seconds("firstView", workload.name(), form);
      preparing.row(workload.name(), "first view, " + form, first);
    }
    report.say(workload.name() + ": preparing measured");
  }
}
