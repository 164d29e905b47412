package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.ChildJvm;
import io.sinotrace.spark.SparkSessions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A piece that takes its executor with it, and so each time the piece that runs beside it. */
class KilledExecutorTest {
  private static final int PIECES = 12;
  private static final int KILLER = 5;

  @TempDir Path temp;

  /** Ends the JVM at one piece; the others take long enough to run beside it. */
  private record Killer() implements PieceRunner.Writer {
    @Override
    public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
      if (piece.number() == KILLER) {
        Runtime.getRuntime().halt(50);
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new PieceResult(piece.key(), null, null);
    }
  }

  private static final class Recorded implements PieceRunner.Results {
    private final Map<Integer, Integer> received = new ConcurrentHashMap<>();
    private final Map<Integer, String> lost = new ConcurrentHashMap<>();

    @Override
    public void received(PieceResult result) {
      received.merge(result.piece().number(), 1, Integer::sum);
    }

    @Override
    public boolean isWanted(WritePiece piece) {
      return true;
    }

    @Override
    public void lost(WritePiece piece, String why) {
      lost.put(piece.number(), why);
    }
  }

  @Test
  @Timeout(300)
  void losesNoOther() throws IOException {
    List<List<WritePiece>> tasks;
    try (PlannedBatch batch = new PlannedBatch(temp, PIECES)) {
      tasks = batch.pieces().stream().map(List::of).toList();
    }
    SparkSessions.local().stop();
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    SparkSession cluster =
        SparkSession.builder()
            .master("local-cluster[1,2,1024]")
            .appName("sinotrace killed executors")
            .config("spark.ui.enabled", false)
            .config("spark.executor.memory", "1024m")
            .config("spark.task.maxFailures", "2")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config(
                "spark.executor.extraJavaOptions",
                String.join(" ", ChildJvm.QUICK_START)
                    + " -Dlog4j2.configurationFile="
                    + new File("conf/log4j2.properties").toURI())
            .getOrCreate();
    Recorded results = new Recorded();
    try {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(cluster.sparkContext());
      var conf = context.broadcast(new SerializableConfiguration(PlannedBatch.CONF));
      new PieceRunner(context, conf, new Killer(), 2, results).run(tasks);
    } finally {
      cluster.stop();
    }
    assertEquals(Set.of(KILLER), results.lost.keySet());
    String why = results.lost.values().iterator().next();
    assertTrue(why.startsWith("ExecutorLostFailure") && why.contains("last of 2 attempts"), why);
    Set<Integer> others =
        IntStream.range(0, PIECES).boxed().collect(Collectors.toCollection(TreeSet::new));
    others.remove(KILLER);
    assertEquals(
        others.stream().collect(Collectors.toMap(piece -> piece, piece -> 1)), results.received);
  }
}
