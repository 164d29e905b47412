package io.sinotrace.chaos;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.cli.Cli;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The dataset that a batch becomes when nothing disturbs it, against which another one is checked.
 *
 * @param parquet the SHA-256 of every Parquet file; see {@link DatasetFiles#parquet}
 */
record Undisturbed(Batch batch, Map<String, Map<String, String>> parquet) {
  /**
   * Computes a batch in this JVM.
   *
   * @param dataset where it goes
   * @param output the same, as a run is told of it
   */
  static Undisturbed of(Batch batch, DatasetFiles dataset, String output) throws IOException {
    Cli.Result run = Cli.run(batch.run(output));
    assertEquals(0, run.code(), run::toString);
    Undisturbed undisturbed = new Undisturbed(batch, dataset.parquet());
    // Of each scan a directory of pixels and one of views.
    assertEquals(2 * batch.scans(), undisturbed.parquet().size());
    undisturbed.checkEnd(dataset);
    return undisturbed;
  }

  /** Returns the ids of the scans. */
  Set<String> ids() {
    return parquet.keySet().stream()
        .filter(directory -> directory.startsWith("sinogram/"))
        .map(directory -> directory.substring("sinogram/scan=".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the files of one directory of a scan: {@code sinogram} or {@code views}. */
  Map<String, String> files(String kind, String id) {
    return parquet.getOrDefault("%s/scan=%s".formatted(kind, id), Map.of());
  }

  /** Returns whether the pixels of each scan are in one file. */
  boolean hasSingleFiles() {
    return parquet.values().stream().allMatch(files -> files.size() == 1);
  }

  /** Checks that a manifest names the files of its scan, and no other. */
  void checkManifest(ScanManifest manifest) {
    assertEquals(
        files("sinogram", manifest.id()).keySet(),
        manifest.files().stream().map(ScanManifest.File::name).collect(Collectors.toSet()));
    assertEquals(
        files("views", manifest.id()).keySet(),
        Stream.ofNullable(manifest.views())
            .map(ScanManifest.File::name)
            .collect(Collectors.toSet()));
  }

  /** Checks that a dataset which is done and pruned is the same, and that nothing else is there. */
  void checkEnd(DatasetFiles dataset) throws IOException {
    assertEquals(parquet, dataset.parquet());
    TreeSet<String> expected = new TreeSet<>(Set.of("_sinotrace.json"));
    ids().forEach(id -> expected.add("scans/%s.json".formatted(id)));
    parquet.forEach(
        (directory, files) -> files.keySet().forEach(f -> expected.add(directory + "/" + f)));
    TreeSet<String> there = new TreeSet<>(dataset.leaves());
    // Where a run had set something aside, its list stays, empty.
    there.remove("set-aside.json");
    assertEquals(expected, there);
    for (String id : ids()) {
      checkManifest(
          FinishedScan.read(dataset.root().toString(), id, dataset.conf(), FinishedScan::manifest));
    }
    checkRows(table(dataset), ids());
    checkRows(plain(dataset), ids());
    Cli.Result verify = Cli.run("verify", dataset.root().toString());
    assertEquals(0, verify.code(), verify::toString);
  }

  /** Returns the dataset as a table, by its manifests. */
  static Dataset<Row> table(DatasetFiles dataset) {
    return SparkSessions.local().read().format("sinotrace").load(dataset.root().toString());
  }

  /** Returns the dataset as plain Parquet. */
  static Dataset<Row> plain(DatasetFiles dataset) {
    return SparkSessions.local().read().parquet(dataset.root() + "/sinogram");
  }

  /**
   * Checks that the scans of a table are whole: each row once, with all its pixels.
   *
   * @param atLeast scans that must be there
   * @return the scans that are there
   */
  static Set<String> checkRows(Dataset<Row> table, Set<String> atLeast) {
    List<Row> scans =
        table
            .groupBy("scan")
            .agg(
                expr("count(*)"),
                expr("count(distinct view, row)"),
                expr("sum(size(line_integral))"))
            .collectAsList();
    Set<String> ids = new TreeSet<>();
    for (Row scan : scans) {
      ids.add(scan.getString(0));
      long rows = Batch.VIEWS * Batch.ROWS;
      assertEquals(
          List.of(rows, rows, rows * Batch.COLUMNS),
          List.of(scan.getLong(1), scan.getLong(2), scan.getLong(3)),
          scan::toString);
    }
    Set<String> missing = new TreeSet<>(atLeast);
    missing.removeAll(ids);
    assertEquals(Set.of(), missing);
    return ids;
  }
}
