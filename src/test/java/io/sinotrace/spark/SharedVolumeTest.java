package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executors of a host whose memory does not hold a volume, of which they share one copy. */
class SharedVolumeTest {
  @TempDir Path temp;

  @Test
  void executorsShareOneCopyOnTheDisk() throws IOException {
    Assumptions.assumeTrue(System.getenv("SPARK_LOCAL_DIRS") == null, "another folder is set");
    Samples.volume(temp.resolve("volume.npy"), 170, 170, 170, 7);
    String description =
        Samples.description(
            temp.resolve("scan.yaml"),
            """
            volume: {path: volume.npy, units: per-mm, spacing: 0.1, min-age: 0}
            geometry:
              type: cone
              source-to-axis: 60
              source-to-detector: 100
              detector: {rows: 40, columns: 30, pixel: 1}
              views: {count: 4, start: 20}
            """);
    List<Row> here =
        SparkSessions.local()
            .read()
            .format("sinotrace")
            .load(description)
            .orderBy("view", "row")
            .collectAsList();
    SparkSessions.local().stop();

    Path local = Files.createDirectory(temp.resolve("local"));
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    SparkSession cluster =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .appName("sinotrace shared volume test")
            .config("spark.ui.enabled", false)
            .config("spark.local.dir", local.toString())
            .config("spark.executor.memory", "1024m")
            .config("spark.executor.cores", "1")
            .config("spark.network.maxRemoteBlockSizeFetchToMem", "16m")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config(
                "spark.executor.extraJavaOptions",
                "-XX:MaxDirectMemorySize=34m --add-modules=jdk.incubator.vector"
                    + " -Dlog4j2.configurationFile="
                    + new File("conf/log4j2.properties").toURI())
            .getOrCreate();
    try {
      List<Row> there =
          cluster
              .read()
              .format("sinotrace")
              .option("compute.partitions", "4")
              .option("compute.split", "views")
              .load(description)
              .orderBy("view", "row")
              .collectAsList();
      assertEquals(RowBits.of(here), RowBits.of(there));
      List<Path> copies = copies(local);
      assertEquals(1, copies.size(), copies::toString);
      // Two bytes a voxel in bricks of 32: of random values, four.
      assertEquals(4L * 192 * 192 * 192, Files.size(copies.get(0).resolve("channel-0")));
    } finally {
      cluster.stop();
    }
  }

  private static List<Path> copies(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return new ArrayList<>(
          all.filter(path -> path.getFileName().toString().startsWith("sinotrace-")).toList());
    }
  }
}
