package io.sinotrace.description;

import io.sinotrace.Messages;
import io.sinotrace.description.image.ImageFormat;
import io.sinotrace.description.image.ImageGrid;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.description.text.GivenName;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.reconstruction.filter.Extrapolation;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads which images a run makes of each scan: the section {@code reconstruction}. */
final class ReconstructionSettings {
  static final String KEY = "reconstruction";
  static final String GRID = "grid";

  static final List<String> KEYS =
      List.of(
          "columns",
          "names",
          "filter",
          "cutoff",
          "extrapolate",
          GRID,
          "hounsfield",
          "format",
          "window",
          "compare");

  static final List<String> GRID_KEYS = List.of("spacing", "size", "x", "y", "z");

  private static final String COLUMNS = "a list of columns of line integrals or areal densities";
  private static final String NAMES = "a list of names, one for each column";
  private static final String SPACING = "a voxel size in mm, or three of them as [x, y, z]";
  private static final String SIZE = "a number of voxels, or three of them as [x, y, z]";
  private static final String REGION =
      "the first and the last voxel, from 0, the lower one first, such as [40, 80]";
  private static final String WINDOW =
      "auto, or the values that are black and white, such as [-200, 300]";
  private static final String COMPARE =
      "none, source (the volume that was scanned), or the path of a volume";
  private static final String NONE = "none";

  private final Section section;
  private final List<ValueColumn> known;
  private final Configuration conf;

  private ReconstructionSettings(Section section, List<ValueColumn> known, Configuration conf) {
    this.section = section;
    this.known = known;
    this.conf = conf;
  }

  /**
   * Reads them.
   *
   * @param output where the dataset goes that they are of; null for none
   * @param known the columns that its scans have, stored or worked out
   * @return one image a column; none without such a section
   */
  static List<ImageSpec> read(
      Section root, @Nullable OutputSpec output, List<ValueColumn> known, Configuration conf) {
    if (!root.has(KEY)) {
      return List.of();
    }
    if (output == null) {
      root.refuse(KEY, "needs a dataset: expected a section output, too");
      return List.of();
    }
    return new ReconstructionSettings(root.section(KEY), known, conf).images();
  }

  private List<ImageSpec> images() {
    FilterSettings filter =
        new FilterSettings(
            section.choice("filter", FilterWindow.class, FilterWindow.RAM_LAK),
            section.number("cutoff", NumberRange.SHARE, 1),
            section.truth("extrapolate", false) ? Extrapolation.ELLIPSE : Extrapolation.NONE);
    ImageGrid grid = grid(section.section(GRID));
    double muWater =
        section.has("hounsfield") ? section.number("hounsfield", ImageSpec.MU_WATER) : 0;
    ImageFormat format = section.choice("format", ImageFormat.class, ImageFormat.NIFTI);
    DisplayWindow window = window();
    String reference = reference();
    List<ValueColumn> columns = columns();
    List<String> names = names(columns);
    List<ImageSpec> images = new ArrayList<>();
    for (int k = 0; k < Math.min(columns.size(), names.size()); k++) {
      ValueColumn column = columns.get(k);
      String name = names.get(k);
      section.attempt(
          () -> {
            ImageSpec image =
                new ImageSpec(column, name, filter, grid, muWater, format, window, reference);
            image.requireLineIntegrals();
            return images.add(image);
          },
          false);
    }
    return List.copyOf(images);
  }

  private List<ValueColumn> columns() {
    Value value = section.value("columns");
    List<String> all = known.stream().map(ValueColumn::name).toList();
    List<String> names = new ArrayList<>();
    if (value == null) {
      if (section.isSound() && !all.contains(Columns.LINE_INTEGRAL)) {
        // What a run reads of its dataset must be there; this one has no usual column.
        section.fault(section.missing("columns", Messages.anyOf(all)));
      }
      names.add(Columns.LINE_INTEGRAL);
    } else if (section.isSound()) {
      section.attempt(
          () -> {
            value.oneOrMore(COLUMNS).forEach(item -> names.add(item.choice(all)));
            return true;
          },
          false);
    }
    section.note("columns", List.copyOf(names));
    return names.stream().distinct().map(ValueColumn::new).toList();
  }

  private List<String> names(List<ValueColumn> columns) {
    Value value = section.value("names");
    List<String> names = new ArrayList<>();
    if (value == null) {
      columns.forEach(column -> names.add(column.name()));
    } else if (section.isSound()) {
      section.attempt(
          () -> {
            value.oneOrMore(NAMES).forEach(item -> names.add(name(item)));
            if (names.size() != columns.size() || new HashSet<>(names).size() < names.size()) {
              throw value.error("has %s: expected %s, all different".formatted(names, NAMES));
            }
            return true;
          },
          false);
    }
    section.note("names", List.copyOf(names));
    return names;
  }

  private static String name(Value item) {
    String name = item.text(NAMES);
    if (!ImageSpec.isName(name)) {
      throw item.error("is %s: expected %s".formatted(Messages.quote(name), GivenName.EXPECTED));
    }
    return name;
  }

  private ImageGrid grid(Section grid) {
    List<Double> spacing =
        oneOrThree(grid, "spacing", SPACING, item -> item.number(NumberRange.LENGTH, SPACING));
    List<Integer> size =
        oneOrThree(grid, "size", SIZE, item -> item.integer(1, VoxelGrid.MAX_AXIS, SIZE));
    ImageRegion region = ImageRegion.ALL;
    for (int axis = 0; axis < 3; axis++) {
      String key = ImageRegion.AXES.get(axis);
      Value value = grid.value(key);
      if (value != null) {
        List<Integer> ends = grid.attempt(() -> ends(value), List.of(0, 0));
        grid.note(key, ends);
        region = region.with(axis, ends.get(0), ends.get(1));
      }
    }
    return new ImageGrid(spacing, size, region);
  }

  private static <T> @Nullable List<T> oneOrThree(
      Section grid, String key, String expected, Function<Value, T> read) {
    Value value = grid.value(key);
    if (value == null) {
      return null;
    }
    List<T> numbers = new ArrayList<>();
    grid.attempt(
        () -> {
          value.oneOrMore(expected).forEach(item -> numbers.add(read.apply(item)));
          if (numbers.size() != 1 && numbers.size() != 3) {
            throw value.expected(expected);
          }
          return true;
        },
        false);
    grid.note(key, List.copyOf(numbers));
    return numbers.size() == 1 || numbers.size() == 3 ? List.copyOf(numbers) : null;
  }

  private static List<Integer> ends(Value value) {
    List<Value> items = value.items(REGION);
    if (items.size() != 2) {
      throw value.expected(REGION);
    }
    int first = items.get(0).integer(0, VoxelGrid.MAX_AXIS - 1);
    int last = items.get(1).integer(0, VoxelGrid.MAX_AXIS - 1);
    if (first > last) {
      throw value.expected(REGION);
    }
    return List.of(first, last);
  }

  private @Nullable DisplayWindow window() {
    Value value = section.value("window");
    if (value == null || value.is("auto")) {
      section.note("window", "auto");
      return null;
    }
    DisplayWindow ends = section.attempt(() -> window(value), new DisplayWindow(0, 1));
    section.note("window", List.of(ends.low(), ends.high()));
    return ends;
  }

  private static DisplayWindow window(Value value) {
    List<Value> ends = value.items(WINDOW);
    double low = ends.get(0).number(NumberRange.TABLE);
    double high = ends.get(ends.size() - 1).number(NumberRange.TABLE);
    if (ends.size() != 2 || !(low < high)) {
      throw value.expected(WINDOW);
    }
    return new DisplayWindow(low, high);
  }

  private @Nullable String reference() {
    Value value = section.value("compare");
    if (value == null || value.is(NONE)) {
      section.note("compare", NONE);
      return null;
    }
    String reference =
        section.attempt(
            () ->
                value.is(ImageSpec.SOURCE)
                    ? ImageSpec.SOURCE
                    : HadoopFiles.qualify(
                            value.location(), KEY + ".compare", value.text(COMPARE), conf)
                        .toString(),
            NONE);
    return section.note("compare", reference);
  }

  /** Returns the columns that a reader of the dataset finds. */
  static List<ValueColumn> known(
      @Nullable OutputSpec output, List<ValueColumn> all, List<ValueColumn> traced) {
    StoredColumns stored = output == null ? null : output.columns();
    return stored == null || stored.columns().containsAll(traced) ? all : stored.columns();
  }
}
