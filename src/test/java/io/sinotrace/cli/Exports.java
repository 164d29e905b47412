package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Scans that are traced into datasets, and exported. */
final class Exports {
  private Exports() {}

  /**
   * Traces a scan, and returns where its dataset is: in {@code out}, as the description must say.
   *
   * @param folder of the description
   */
  static String trace(Path folder, String yaml, String... overrides) {
    String description = Samples.description(folder.resolve("scan.yaml"), yaml);
    Cli.Result run = Cli.run(arguments(overrides, "run", description));
    assertEquals(0, run.code(), run.err());
    return folder.resolve("out").toString();
  }

  /** Exports the scan of a dataset. */
  static Cli.Result export(String dataset, String format, Path to, String... more) {
    return Cli.run(arguments(more, "export", dataset, "--format", format, "--to", to.toString()));
  }

  private static String[] arguments(String[] more, String... first) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  /** Returns a column of a dataset's files: the rows of each view, one view after the other. */
  static List<List<Float>> rows(String dataset, String column) {
    String sql = "SELECT " + column + " FROM parquet.`" + dataset + "/sinogram` ORDER BY view, row";
    return SparkSessions.local().sql(sql).collectAsList().stream()
        .map(row -> row.<Float>getList(0))
        .toList();
  }
}
