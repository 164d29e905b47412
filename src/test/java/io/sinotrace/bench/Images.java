package io.sinotrace.bench;

import java.io.IOException;
import java.util.List;

/** Measures what a voxel of an image costs one thread, and what part of it is filtering. */
final class Images {
  private static final List<String> FORMS = List.of(Form.SCALAR, Form.SIMD);

  private Images() {}

  static void run(Settings settings, Report report) throws IOException {
    Jmh jmh = new Jmh(settings);
    Medians<String> speeds = new Medians<>();
    Medians<String> filtering = new Medians<>();
    for (int round = 1; round <= settings.rounds(); round++) {
      for (String form : FORMS) {
        double adding = jmh.imageSeconds("backproject", form);
        double filter = jmh.imageSeconds("filter", form);
        speeds.add(form, ImageBenchmark.updates(settings.shrink()) / adding);
        filtering.add(form, 100 * filter / (filter + adding));
        report.say(
            "round %d, %s: %s s to add, %s s to filter"
                .formatted(round, form, Table.shown(adding), Table.shown(filter)));
      }
    }
    Table table =
        new Table(
            "images",
            "Filtered backprojection of a cone-beam scan, one thread; medians of %d rounds."
                .formatted(settings.rounds()),
            "form",
            "M voxels x views/s",
            "times scalar",
            "% of the time filtering");
    for (String form : FORMS) {
      table.row(form, speeds.of(form) * 1e-6, speeds.ratio(form, Form.SCALAR), filtering.of(form));
    }
    report.add(table);
  }
}
