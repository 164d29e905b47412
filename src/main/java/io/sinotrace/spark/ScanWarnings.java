package io.sinotrace.spark;

import io.sinotrace.volume.coverage.Coverage;
import io.sinotrace.volume.coverage.Coverage.Cut;
import io.sinotrace.volume.coverage.Coverage.Helix;
import io.sinotrace.volume.coverage.Coverage.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Warnings about a geometry that is possible but probably unintended: each is a name that the
 * README explains, a colon, and what was found. The scan is traced all the same.
 */
final class ScanWarnings {
  /**
   * The share of a shadow beyond the detector that is warned of: a detector as wide as the volume
   * cuts off less.
   */
  private static final double MIN_CUT = 0.05;

  /** The share of a volume's height that is warned of if no view of a helix sees it. */
  private static final double MIN_UNSEEN = 0.01;

  private final Coverage coverage;
  private final int views;
  private final List<String> lines = new ArrayList<>();

  private ScanWarnings(Coverage coverage, int views) {
    this.coverage = coverage;
    this.views = views;
  }

  /**
   * Returns the warnings of a scan, one line each; none if nothing is unusual.
   *
   * @param views of the scan
   */
  static List<String> of(Coverage coverage, int views) {
    ScanWarnings warnings = new ScanWarnings(coverage, views);
    warnings.add(
        "source-in-volume",
        coverage.sourceInside(),
        "the source is inside the volume %s: what is behind it is not seen");
    warnings.add(
        "detector-in-volume",
        coverage.detectorInside(),
        "the detector reaches into the volume %s: what is behind it is not seen");
    warnings.add(
        "detector-before-axis",
        coverage.beforeAxis(),
        "the detector is between the source and the axis %s: source-to-detector is less than"
            + " source-to-axis");
    warnings.add(
        "shadow-missed",
        coverage.missed(),
        "the volume's shadow misses the detector %s: no voxel is seen there");
    warnings.addCut();
    warnings.addHelix(coverage.helix());
    return List.copyOf(warnings.lines);
  }

  private void add(String name, Views some, String text) {
    if (some.count() > 0) {
      lines.add(name + ": " + text.formatted(in(some)));
    }
  }

  private String in(Views some) {
    String of =
        coverage.examined() < views
            ? "%d views looked at, of %d".formatted(coverage.examined(), views)
            : "%d views".formatted(views);
    if (some.count() < coverage.examined()) {
      return "in %d of %s (the first is view %d)".formatted(some.count(), of, some.first());
    }
    return views == 1 ? "in the only view" : "in all of " + of;
  }

  private void addCut() {
    List<String> parts = new ArrayList<>();
    addCut(coverage.rowsCut(), "height (rows)", parts);
    addCut(coverage.columnsCut(), "width (columns)", parts);
    if (!parts.isEmpty()) {
      lines.add(
          "shadow-cut: the volume's shadow is larger than the detector or beside it: beyond it lie "
              + String.join(" and ", parts));
    }
  }

  private static void addCut(Cut cut, String of, List<String> parts) {
    if (cut.share() > MIN_CUT) {
      String share = cut.share() > 0.99 ? "more than 99" : "up to " + Math.round(100 * cut.share());
      parts.add("%s %% of its %s, in view %d".formatted(share, of, cut.view()));
    }
  }

  private void addHelix(@Nullable Helix helix) {
    if (helix == null) {
      return;
    }
    if (helix.before() + helix.after() > 0) {
      lines.add(
          "helix-leaves-volume: the first %d and the last %d of %d views see no voxel"
              .formatted(helix.before(), helix.after(), views));
    }
    if (Math.max(helix.below(), helix.above()) > MIN_UNSEEN * helix.height()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "helix-too-short: no view sees the lowest %.1f mm and the highest %.1f mm of the"
                  + " volume's %.1f mm",
              helix.below(),
              helix.above(),
              helix.height()));
    }
  }
}
