package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.image.ImageFormat;
import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.description.text.Value;
import io.sinotrace.reconstruction.filter.Extrapolation;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of filtered backprojection: how, which part, in which files, and compared or not. */
final class FilterOptions {
  private static final Pattern RANGE = Pattern.compile("([xyz]):([0-9]{1,5})\\.\\.([0-9]{1,5})");

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
      names = "--region",
      paramLabel = "AXIS:A..B",
      description =
          "Only the voxels from A to B, both included, along x, y or z, e.g. z:40..80: the values"
              + " of the whole image; may be given for each axis.")
  private List<String> regions = new ArrayList<>();

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
   * @throws InputException if an option cannot be used
   */
  List<ImageSpec> specs(ImageOptions images, Configuration conf) {
    if (!NumberRange.SHARE.contains(cutoff)) {
      throw new InputException(
          "--cutoff %s: expected %s".formatted(cutoff, NumberRange.SHARE.description()));
    }
    FilterSettings settings =
        new FilterSettings(
            choice("--filter", filter, FilterWindow.values()),
            cutoff,
            extrapolates ? Extrapolation.ELLIPSE : Extrapolation.NONE);
    ImageFormat files = choice("--format", format, ImageFormat.values());
    return images.specs("", settings, region(), files, reference(conf));
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
    throw OptionNumbers.wrong(option, given, Messages.anyOf(words));
  }

  private ImageRegion region() {
    ImageRegion all = ImageRegion.ALL;
    for (String text : regions) {
      Matcher parts = RANGE.matcher(text);
      if (!parts.matches()) {
        throw OptionNumbers.wrong(
            "--region", text, "an axis and two numbers of voxels, such as z:40..80");
      }
      if (Integer.parseInt(parts.group(2)) > Integer.parseInt(parts.group(3))) {
        throw OptionNumbers.wrong("--region", text, "the lesser number first");
      }
      int axis = ImageRegion.AXES.indexOf(parts.group(1));
      if (all.limits(axis)) {
        throw OptionNumbers.wrong("--region", text, "one region along each axis");
      }
      all = all.with(axis, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }
    return all;
  }
}
