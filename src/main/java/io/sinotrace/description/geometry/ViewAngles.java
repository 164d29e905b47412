package io.sinotrace.description.geometry;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Trajectories;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** The rotation angles of a scan, in degrees: {@code views} or {@code angles}. */
public final class ViewAngles implements Serializable {
  private static final long serialVersionUID = 1L;

  static final List<String> KEYS = List.of("count", "start", "range");
  private static final String EXPECTED = "views: {count: 360} or angles: [0, 90]";
  private static final String LIST = "a list of degrees, such as [0, 45, 90]";

  private final double[] degrees;

  private ViewAngles(double[] degrees) {
    this.degrees = degrees;
  }

  /** Reads the angles from the section {@code geometry}. */
  static ViewAngles read(Section geometry) {
    return geometry.attempt(() -> readOne(geometry), new ViewAngles(new double[] {0}));
  }

  private static ViewAngles readOne(Section geometry) {
    if (geometry.exactlyOne("views", "angles", EXPECTED).equals("views")) {
      Section views = geometry.section("views");
      return new ViewAngles(
          Trajectories.angles(
              views.integer("count", 1, Geometry.MAX_VIEWS),
              views.number("start", NumberRange.DEGREES, 0),
              views.number("range", NumberRange.SWEEP, 360)));
    }
    Value list = geometry.required("angles", LIST);
    List<Value> items = list.items(LIST);
    if (items.size() > Geometry.MAX_VIEWS) {
      throw list.expected("at most " + Geometry.MAX_VIEWS + " angles");
    }
    double[] degrees = new double[items.size()];
    for (int k = 0; k < degrees.length; k++) {
      degrees[k] = items.get(k).number(NumberRange.DEGREES);
    }
    geometry.note("angles", Arrays.stream(degrees).boxed().toList());
    return new ViewAngles(degrees);
  }

  /** Returns a copy of the angles. */
  public double[] toArray() {
    return degrees.clone();
  }

  /** Returns the first angle alone. */
  double[] first() {
    return new double[] {degrees[0]};
  }
}
