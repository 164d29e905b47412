package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.description.image.ImageFormat;
import io.sinotrace.description.image.ImageGrid;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.description.text.GivenName;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
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
  private @Nullable String muWater;

  @Option(
      names = "--window",
      paramLabel = "LOW,HIGH",
      description = "What is black and white in the picture, in the unit of the image.")
  private @Nullable String window;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "nifti, parquet (slices: a row for each line of voxels) or both. Default:"
              + " ${DEFAULT-VALUE}")
  private String format = "nifti";

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
   * @param more what the default name has after the column
   * @throws InputException if an option cannot be used
   */
  List<ImageSpec> specs(String more, FilterSettings filter, Configuration conf) {
    List<String> asked = columns.isEmpty() ? List.of(Columns.LINE_INTEGRAL) : columns;
    List<String> distinct = asked.stream().distinct().toList();
    if (!names.isEmpty() && names.size() != distinct.size()) {
      throw OptionValues.wrong(
          "--name", String.join(", ", names), "a name for each of " + String.join(", ", distinct));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new InputException("--name: expected different names");
    }
    double mu =
        muWater == null ? 0 : OptionValues.number("--hounsfield", muWater, ImageSpec.MU_WATER);
    ImageFormat files = OptionValues.choice("--format", format, ImageFormat.values());
    ImageGrid grid = new ImageGrid(spacing(), size(), region());
    String reference = reference(conf);
    DisplayWindow shown = OptionValues.window("--window", window);
    List<ImageSpec> specs = new ArrayList<>();
    for (int k = 0; k < distinct.size(); k++) {
      ValueColumn column = column(distinct.get(k));
      String name = names.isEmpty() ? column.name() + more : name(names.get(k));
      specs.add(new ImageSpec(column, name, filter, grid, mu, files, shown, reference));
    }
    return specs;
  }

  private static ValueColumn column(String name) {
    if (!ValueColumn.isName(name)) {
      throw OptionValues.wrong(
          "--column", name, "a name such as line_integral or areal_density.bone");
    }
    return new ValueColumn(name);
  }

  private static String name(String name) {
    if (!ImageSpec.isName(name)) {
      throw OptionValues.wrong("--name", name, GivenName.EXPECTED);
    }
    return name;
  }

  private @Nullable List<Double> spacing() {
    if (spacing == null) {
      return null;
    }
    String expected = NumberRange.LENGTH.description() + ", one or three";
    List<Double> mm = OptionValues.oneOrThree("--spacing", spacing, expected);
    if (!mm.stream().allMatch(NumberRange.LENGTH::contains)) {
      throw OptionValues.wrong("--spacing", spacing, expected);
    }
    return mm;
  }

  private @Nullable List<Integer> size() {
    if (size == null) {
      return null;
    }
    String expected = "whole numbers from 1 to %d, one or three".formatted(VoxelGrid.MAX_AXIS);
    List<Double> voxels = OptionValues.oneOrThree("--size", size, expected);
    for (double one : voxels) {
      if (!(one == Math.rint(one) && one >= 1 && one <= VoxelGrid.MAX_AXIS)) {
        throw OptionValues.wrong("--size", size, expected);
      }
    }
    return voxels.stream().map(Double::intValue).toList();
  }

  private ImageRegion region() {
    ImageRegion all = ImageRegion.ALL;
    for (String text : regions) {
      Matcher parts = RANGE.matcher(text);
      if (!parts.matches()) {
        throw OptionValues.wrong(
            "--region", text, "an axis and two numbers of voxels, such as z:40..80");
      }
      if (Integer.parseInt(parts.group(2)) > Integer.parseInt(parts.group(3))) {
        throw OptionValues.wrong("--region", text, "the lesser number first");
      }
      int axis = ImageRegion.AXES.indexOf(parts.group(1));
      if (all.limits(axis)) {
        throw OptionValues.wrong("--region", text, "one region along each axis");
      }
      all = all.with(axis, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }
    return all;
  }

  /** Returns what the image is compared with, as descriptions have it: a path in full. */
  private @Nullable String reference(Configuration conf) {
    return compare == null || compare.equals(ImageSpec.SOURCE)
        ? compare
        : HadoopFiles.qualify(new SourceLocation("--compare", null), "VOLUME", compare, conf)
            .toString();
  }
}
