package io.sinotrace.description;

import io.sinotrace.Messages;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.volume.io.file.ReadFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Datasets where descriptions may be named, too. */
public final class DatasetHint {
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

  /**
   * Returns whether a path is a dataset. One that must not be looked into, or is of no file system
   * that there is, counts as something else, whose reading says more.
   *
   * @throws UncheckedIOException if the storage fails, so that trying again may help
   */
  public static boolean isDataset(Path path, Configuration conf) {
    try {
      return CommittedScans.areAt(path, conf);
    } catch (IOException e) {
      if (ReadFailure.isLasting(e)) {
        return false;
      }
      throw new UncheckedIOException(e);
    }
  }

  private static String shown(Path path) {
    return Messages.oneLine(path.toString().replaceFirst("^file:/+", "/"));
  }
}
