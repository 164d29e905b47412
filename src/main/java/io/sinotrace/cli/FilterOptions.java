package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.image.ImageFormat;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Value;
import io.sinotrace.reconstruction.filter.Extrapolation;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** The options of filtered backprojection: how, and in which files. */
final class FilterOptions {
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
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "nifti, parquet (slices: a row for each line of voxels) or both. Default:"
              + " ${DEFAULT-VALUE}")
  private String format = "nifti";

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
    return images.specs("", settings, files, conf);
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
}
