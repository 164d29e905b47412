package io.sinotrace.cli;

import io.sinotrace.spark.job.BatchPlan;
import io.sinotrace.spark.job.BatchProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Batches in a line. */
final class BatchSummary {
  private static final int MAX_IDS = 3;

  private BatchSummary() {}

  /** Returns how many scans are wanted, and how many of them are in which state. */
  static String counts(BatchPlan plan) {
    return "%s wanted: %s"
        .formatted(
            Quantity.of(plan.scans().size(), "scan"),
            plan.counts().entrySet().stream()
                .map(state -> number(state.getValue()) + " " + state.getKey().words())
                .collect(Collectors.joining(", ")));
  }

  /** Returns the first of several ids, and how many more there are. */
  static String some(List<String> ids) {
    String first = ids.stream().limit(MAX_IDS).collect(Collectors.joining(", "));
    return ids.size() <= MAX_IDS
        ? first
        : "%s and %s more".formatted(first, number(ids.size() - MAX_IDS));
  }

  /** Returns how a batch ended. */
  static String closing(BatchProgress.Snapshot end, String setAsideFile) {
    List<String> parts = new ArrayList<>();
    parts.add(
        "%s done%s"
            .formatted(
                number(end.earlier() + end.done()),
                end.earlier() == 0 ? "" : ", %s of them earlier".formatted(number(end.earlier()))));
    if (end.setAside() > 0) {
      parts.add("%s set aside: see %s".formatted(number(end.setAside()), setAsideFile));
    }
    if (end.left() > 0) {
      parts.add("%s left for the next run: being written".formatted(number(end.left())));
    }
    if (end.toGo() > 0) {
      parts.add("%s not reached".formatted(number(end.toGo())));
    }
    return String.join("; ", parts);
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
