package io.sinotrace.description.geometry;

import io.sinotrace.description.text.DetectorPair;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.SubRays;
import java.util.List;

/** Reads how many rays a pixel has, and from where they come: the section {@code geometry.rays}. */
final class SubRaysReader {
  static final String KEY = "rays";
  static final List<String> KEYS = List.of("per-pixel", "focal-spot", "spot-points");

  /** The most parts of a pixel, or points of the spot, in either direction. */
  private static final int MOST = 64;

  private static final String COUNTS = "a whole number from 1 to 64, or two of them as [v, u]";

  private SubRaysReader() {}

  static SubRays read(Section geometry, GeometrySpec spec) {
    if (!geometry.has(KEY)) {
      return SubRays.ONE;
    }
    Section section = geometry.section(KEY);
    DetectorPair pixel = counts(section, "per-pixel");
    boolean ofSlices = spec instanceof FanSpec || (spec instanceof ParallelSpec p && p.isSliced());
    if (ofSlices && pixel.v() > 1) {
      section.refuse("per-pixel", "has rays beside the slice: expected [1, u], rays along u alone");
    }
    if (spec.isParallel()) {
      section.refuse("focal-spot", "does not go with a parallel beam, which has no focal spot");
    }
    if (!section.has("focal-spot")) {
      section.refuse("spot-points", "goes with focal-spot alone");
      return new SubRays((int) pixel.v(), (int) pixel.u(), 1, 1, 0, 0);
    }
    DetectorPair size = section.pair("focal-spot", NumberRange.GAP, null);
    DetectorPair points = counts(section, "spot-points");
    if (points.v() * points.u() == 1) {
      section.refuse(
          "focal-spot", "is of one point: expected spot-points beside it, how many it has");
    }
    if (ofSlices && points.v() > 1) {
      section.refuse("spot-points", "has points beside the slice: expected [1, u]");
    }
    return new SubRays(
        (int) pixel.v(), (int) pixel.u(), (int) points.v(), (int) points.u(), size.v(), size.u());
  }

  private static DetectorPair counts(Section section, String key) {
    Value value = section.value(key);
    DetectorPair counts =
        value == null
            ? new DetectorPair(1, 1)
            : section.attempt(() -> counts(value), new DetectorPair(1, 1));
    section.note(key, List.of((int) counts.v(), (int) counts.u()));
    return counts;
  }

  private static DetectorPair counts(Value value) {
    if (!value.isList()) {
      int both = value.integer(1, MOST);
      return new DetectorPair(both, both);
    }
    List<Value> two = value.items(COUNTS);
    if (two.size() != 2) {
      throw value.expected(COUNTS);
    }
    return new DetectorPair(two.get(0).integer(1, MOST), two.get(1).integer(1, MOST));
  }
}
