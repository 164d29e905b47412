package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executors in JVMs of their own, and what they compute against what one JVM does. */
class LocalClusterTest {
  @TempDir Path temp;

  @Test
  void executorsOfTheirOwnGiveTheSameBits() throws IOException {
    Samples.volume(temp.resolve("volume.npy"), 17, 15, 21, 7);
    String description = Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
    List<Row> here =
        SparkSessions.local()
            .read()
            .format("sinotrace")
            .load(description)
            .orderBy("view", "row")
            .collectAsList();
    SparkSessions.local().stop();

    // An executor is started from SPARK_HOME, of which an empty jars/ is enough.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    SparkSession cluster =
        SparkSession.builder()
            .master("local-cluster[2,2,1024]")
            .appName("sinotrace cluster test")
            .config("spark.ui.enabled", false)
            .config("spark.executor.memory", "1024m")
            .config("spark.task.cpus", "2")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config(
                "spark.executor.extraJavaOptions",
                String.join(" ", ChildJvm.QUICK_START)
                    + " -Dlog4j2.configurationFile="
                    + new File("conf/log4j2.properties").toURI())
            .getOrCreate();
    try {
      // A task may use all the cores it was given.
      var context = JavaSparkContext.fromSparkContext(cluster.sparkContext());
      assertEquals(
          List.of(2),
          context.parallelize(List.of(1), 1).map(i -> SparkResources.here().threads()).collect());
      List<Row> there =
          cluster
              .read()
              .format("sinotrace")
              .option("compute.partitions", "13")
              .option("compute.split", "views")
              .load(description)
              .orderBy("view", "row")
              .collectAsList();
      assertEquals(13 * 19, there.size());
      assertEquals(RowBits.of(here), RowBits.of(there));
    } finally {
      cluster.stop();
    }
  }
}
