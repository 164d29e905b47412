package io.sinotrace.description;

import io.sinotrace.Messages;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.sinogram.commit.CommittedScans;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The error for a dataset that is named where a description is expected. */
final class DatasetHint {
  private DatasetHint() {}

  /**
   * Refuses a directory that holds a dataset, or its sinogram. Anything else that is not a
   * description is refused when it is read.
   *
   * @param call where it was named
   */
  static void check(SourceLocation call, Path path, Configuration conf) {
    Path output = path.getName().equals("sinogram") ? path.getParent() : path;
    if (output != null && isDataset(output, conf)) {
      throw call.error(
          "holds results: expected a scan description; they are read with"
              + " spark.read.format(\"sinotrace\").load(\"%s\")".formatted(shown(output)));
    }
  }

  private static boolean isDataset(Path path, Configuration conf) {
    try {
      return CommittedScans.areAt(path, conf);
    } catch (IOException e) {
      return false;
    }
  }

  private static String shown(Path path) {
    return Messages.oneLine(path.toString().replaceFirst("^file:/+", "/"));
  }
}
