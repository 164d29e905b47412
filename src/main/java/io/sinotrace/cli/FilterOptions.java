package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.reconstruction.filter.Extrapolation;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** The options of filtered backprojection: how. */
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
  private String cutoff = "1.0";

  @Option(
      names = "--extrapolate",
      description =
          "Where a detector row ends within the object, let it go on as that of an ellipse would:"
              + " for objects that reach beyond the detector.")
  private boolean extrapolates;

  /**
   * Returns what is asked for, a column each.
   *
   * @throws InputException if an option cannot be used
   */
  List<ImageSpec> specs(ImageOptions images, Configuration conf) {
    FilterSettings settings =
        new FilterSettings(
            OptionValues.choice("--filter", filter, FilterWindow.values()),
            OptionValues.number("--cutoff", cutoff, NumberRange.SHARE),
            extrapolates ? Extrapolation.ELLIPSE : Extrapolation.NONE);
    return images.specs("", settings, conf);
  }
}
