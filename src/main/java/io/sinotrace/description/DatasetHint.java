package io.sinotrace.description;

import io.sinotrace.Messages;
import io.sinotrace.description.text.Place;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Tells who names the output of a run where a description was expected how it is read. */
final class DatasetHint {
  private DatasetHint() {}

  /**
   * Refuses a directory that holds a dataset, or its sinogram. What else is no description is found
   * when it is read.
   *
   * @param call where it was named
   */
  static void check(Place call, Path path, Configuration conf) {
    Path output = path.getName().equals("sinogram") ? path.getParent() : path;
    if (output != null && isDataset(output, conf)) {
      throw call.error(
          "holds results: expected a scan description; they are read with"
              + " spark.read.parquet(\"%s\")".formatted(shown(new Path(output, "sinogram"))));
    }
  }

  private static boolean isDataset(Path path, Configuration conf) {
    try {
      FileSystem files = path.getFileSystem(conf);
      return files.exists(new Path(path, "sinogram")) && files.exists(new Path(path, "scans"));
    } catch (IOException e) {
      return false;
    }
  }

  private static String shown(Path path) {
    return Messages.oneLine(path.toString().replaceFirst("^file:/+", "/"));
  }
}
