package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.image.ImageFormat;
import io.sinotrace.description.image.ImageGrid;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.description.text.GivenName;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.description.text.Value;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.reconstruction.filter.Extrapolation;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which images of a scan are wanted. */
final class ImageOptions {
  private static final Pattern RANGE = Pattern.compile("([xyz]):([0-9]{1,5})\\.\\.([0-9]{1,5})");

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description =
          "Which value column, e.g. areal_density.bone, or one of a protocol; may be given several"
              + " times. Default: line_integral")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "What the image is called, so that several of one column are kept beside each other; of"
              + " several columns one each, in their order. Default: the column")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--filter",
      paramLabel = "NAME",
      description = "ram-lak, shepp-logan, cosine, hamming or hann. Default: ${DEFAULT-VALUE}")
  private String filter = "ram-lak";

  @Option(
      names = "--cutoff",
      paramLabel = "SHARE",
      description = "Where the filter ends, of the Nyquist frequency. Default: ${DEFAULT-VALUE}")
  private double cutoff = 1;

  @Option(
      names = "--extrapolate",
      description =
          "Where a detector row ends within the object, let it go on as that of an ellipse would:"
              + " for objects that reach beyond the detector.")
  private boolean extrapolates;

  @Option(
      names = "--spacing",
      paramLabel = "MM[,MM,MM]",
      description =
          "Edges of the image's voxels, along x, y and z, in place of the volume's; of a scan of"
              + " slices, one number is along x and y, and the third of three their distance.")
  private @Nullable String spacing;

  @Option(
      names = "--size",
      paramLabel = "N[,N,N]",
      description =
          "Voxels of the image along x, y and z, about the middle of the volume; of a scan of"
              + " slices, one number is along x and y, and the third of three that of the slices.")
  private @Nullable String size;

  @Option(
      names = "--region",
      paramLabel = "AXIS:A..B",
      description =
          "Only the voxels from A to B, both included, along x, y or z, e.g. z:40..80: the values"
              + " of the whole image; may be given for each axis.")
  private List<String> regions = new ArrayList<>();

  @Option(
      names = "--hounsfield",
      paramLabel = "MU",
      description = "Write CT numbers, for this mu of water in 1/mm, in place of mu.")
  private @Nullable Double muWater;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "nifti, parquet (slices: a row for each line of voxels) or both. Default:"
              + " ${DEFAULT-VALUE}")
  private String format = "nifti";

  @Option(
      names = "--window",
      paramLabel = "LOW,HIGH",
      description = "What is black and white in the picture, in the unit of the image.")
  private @Nullable String window;

  @Option(
      names = "--compare",
      paramLabel = "VOLUME",
      arity = "0..1",
      fallbackValue = ImageSpec.SOURCE,
      description =
          "Compare the image with the volume that was scanned, or with one on its grid: errors and"
              + " a picture.")
  private @Nullable String compare;

  /**
   * Returns what is asked for, a column each.
   *
   * @throws InputException if an option cannot be used
   */
  List<ImageSpec> specs(Configuration conf) {
    List<String> asked = columns.isEmpty() ? List.of(Columns.LINE_INTEGRAL) : columns;
    List<String> distinct = asked.stream().distinct().toList();
    if (!names.isEmpty() && names.size() != distinct.size()) {
      throw new InputException(
          "--name %s: expected a name for each of %s"
              .formatted(Messages.brief(String.join(", ", names)), String.join(", ", distinct)));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new InputException("--name: expected different names");
    }
    String reference = reference(conf);
    List<ImageSpec> specs = new ArrayList<>();
    for (int k = 0; k < distinct.size(); k++) {
      String column = distinct.get(k);
      specs.add(spec(column, names.isEmpty() ? column : names.get(k), reference));
    }
    return specs;
  }

  private ImageSpec spec(String column, String name, @Nullable String reference) {
    if (!ValueColumn.isName(column)) {
      throw new InputException(
          "--column %s: expected a name such as line_integral or areal_density.bone"
              .formatted(Messages.brief(column)));
    }
    if (!ImageSpec.isName(name)) {
      throw new InputException(
          "--name %s: expected %s".formatted(Messages.brief(name), GivenName.EXPECTED));
    }
    if (!(cutoff > 0 && cutoff <= 1)) {
      throw new InputException("--cutoff %s: expected more than 0, at most 1".formatted(cutoff));
    }
    if (muWater != null && !ImageSpec.MU_WATER.contains(muWater)) {
      throw new InputException(
          "--hounsfield %s: expected %s".formatted(muWater, ImageSpec.MU_WATER.description()));
    }
    return new ImageSpec(
        new ValueColumn(column),
        name,
        new FilterSettings(
            choice("--filter", filter, FilterWindow.values()),
            cutoff,
            extrapolates ? Extrapolation.ELLIPSE : Extrapolation.NONE),
        new ImageGrid(spacing(), size(), region()),
        muWater == null ? 0 : muWater,
        choice("--format", format, ImageFormat.values()),
        displayWindow(),
        reference);
  }

  /** Returns what the image is compared with, as descriptions have it: a path in full. */
  private @Nullable String reference(Configuration conf) {
    return compare == null || compare.equals(ImageSpec.SOURCE)
        ? compare
        : HadoopFiles.qualify(new SourceLocation("--compare", null), "VOLUME", compare, conf)
            .toString();
  }

  private static <E extends Enum<E>> E choice(String option, String given, E[] constants) {
    List<String> words = new ArrayList<>();
    for (E one : constants) {
      words.add(Value.word(one));
      if (Value.word(one).equals(given)) {
        return one;
      }
    }
    throw wrong(option, given, Messages.anyOf(words));
  }

  private ImageRegion region() {
    ImageRegion all = ImageRegion.ALL;
    for (String text : regions) {
      Matcher parts = RANGE.matcher(text);
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > Integer.parseInt(parts.group(3))) {
        throw wrong("--region", text, "an axis and two numbers of voxels, such as z:40..80");
      }
      int axis = ImageRegion.AXES.indexOf(parts.group(1));
      if (all.limits(axis)) {
        throw wrong("--region", text, "one region along each axis");
      }
      all = all.with(axis, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }
    return all;
  }

  private @Nullable List<Double> spacing() {
    if (spacing == null) {
      return null;
    }
    List<Double> mm = numbers("--spacing", spacing, "mm above 0, one number or three");
    for (double one : mm) {
      if (!(one > 0 && one < Double.POSITIVE_INFINITY)) {
        throw wrong("--spacing", spacing, "mm above 0, one number or three");
      }
    }
    return oneOrThree("--spacing", spacing, mm);
  }

  private @Nullable List<Integer> size() {
    if (size == null) {
      return null;
    }
    String expected = "whole numbers from 1 to %d, one or three".formatted(VoxelGrid.MAX_AXIS);
    List<Double> voxels = numbers("--size", size, expected);
    for (double one : voxels) {
      if (!(one == Math.rint(one) && one >= 1 && one <= VoxelGrid.MAX_AXIS)) {
        throw wrong("--size", size, expected);
      }
    }
    return oneOrThree("--size", size, voxels).stream().map(Double::intValue).toList();
  }

  private @Nullable DisplayWindow displayWindow() {
    if (window == null) {
      return null;
    }
    List<Double> ends = numbers("--window", window, "two different numbers");
    if (ends.size() != 2
        || !(ends.get(0) < ends.get(1))
        || Double.isInfinite(ends.get(1) - ends.get(0))) {
      throw wrong("--window", window, "two numbers, the lower one first");
    }
    return new DisplayWindow(ends.get(0), ends.get(1));
  }

  private static List<Double> oneOrThree(String option, String given, List<Double> numbers) {
    if (numbers.size() != 1 && numbers.size() != 3) {
      throw wrong(option, given, "one number or three, as 1,2,3");
    }
    return numbers;
  }

  private static List<Double> numbers(String option, String given, String expected) {
    try {
      return Arrays.stream(given.split(",", -1)).map(Double::valueOf).toList();
    } catch (NumberFormatException e) {
      throw wrong(option, given, expected);
    }
  }

  private static InputException wrong(String option, String given, String expected) {
    return new InputException(
        "%s %s: expected %s".formatted(option, Messages.brief(given), expected));
  }
}
