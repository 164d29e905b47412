package io.sinotrace.description;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.preview.raster.ColourMap;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.preview.raster.Shading;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a scan's pictures show: the key {@code output.preview}.
 *
 * @param column the stored values that are drawn; {@link ValueColumn#LINE_INTEGRAL} of any scan
 * @param shading of the values
 */
public record PreviewSpec(ValueColumn column, Shading shading) implements Serializable {
  static final List<String> KEYS = List.of("column", "style", "window");
  private static final String NONE = "none";
  private static final String EXPECTED_WINDOW =
      "auto, or the line integrals of the darkest and the brightest shade, such as [0, 6]";

  /**
   * Reads it.
   *
   * @param stored the value columns that a run stores
   * @return null for no pictures
   */
  static @Nullable PreviewSpec read(Section output, List<ValueColumn> stored) {
    Value preview = output.value("preview");
    if (preview != null && preview.is(NONE)) {
      output.note("preview", NONE);
      return null;
    }
    if (preview != null && !preview.isSection()) {
      output.fault(preview.expected("none, or a section with the keys " + String.join(", ", KEYS)));
      return null;
    }
    Section section = output.section("preview");
    ValueColumn column = column(section, stored);
    ColourMap colourMap = section.choice("style", ColourMap.class, Shading.DEFAULT.colourMap());
    return new PreviewSpec(column, new Shading(colourMap, window(section)));
  }

  private static ValueColumn column(Section section, List<ValueColumn> stored) {
    Value value = section.value("column");
    List<String> names =
        Stream.concat(ValueColumn.LINE_INTEGRALS.stream(), stored.stream())
            .map(ValueColumn::name)
            .distinct()
            .toList();
    String name =
        value == null || !section.isSound()
            ? Columns.LINE_INTEGRAL
            : section.attempt(() -> value.choice(names), Columns.LINE_INTEGRAL);
    return new ValueColumn(section.note("column", name));
  }

  private static @Nullable DisplayWindow window(Section section) {
    Value window = section.value("window");
    if (window == null || window.is("auto")) {
      section.note("window", "auto");
      return null;
    }
    DisplayWindow ends = section.attempt(() -> window(window), new DisplayWindow(0, 1));
    section.note("window", List.of(ends.low(), ends.high()));
    return ends;
  }

  private static DisplayWindow window(Value window) {
    List<Value> ends = window.items(EXPECTED_WINDOW);
    if (ends.size() != 2) {
      throw window.expected(EXPECTED_WINDOW);
    }
    double low = ends.get(0).number(NumberRange.LINE_INTEGRAL);
    double high = ends.get(1).number(NumberRange.LINE_INTEGRAL);
    if (!(low < high)) {
      throw window.error(
          "is [%s, %s]: expected the lower end first, and two ends that differ"
              .formatted(Double.toString(low), Double.toString(high)));
    }
    return new DisplayWindow(low, high);
  }
}
