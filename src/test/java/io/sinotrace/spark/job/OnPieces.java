package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.SparkSessions;
import io.sinotrace.spark.job.ScanFault.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pieces that are run in a local Spark, which tries each task four times. */
@Timeout(120)
abstract class OnPieces {
  static final int PIECES = 40;

  /** How often Spark tries a task. */
  static final int TRIES = 4;

  /** The results of one job that the driver takes; far more than those of sound pieces. */
  static final int MAX_RESULTS = 1 << 20;

  @TempDir private static Path temp;

  static SparkSession spark = SparkSessions.local();
  private static List<WritePiece> pieces = List.of();

  final Recorded results = new Recorded();

  @BeforeAll
  static void begin() throws IOException {
    SparkSessions.local().stop();
    spark = session();
    try (PlannedBatch batch = new PlannedBatch(temp, PIECES)) {
      pieces = batch.pieces();
    }
  }

  static SparkSession session() {
    return SparkSession.builder()
        .master("local[2,%d]".formatted(TRIES))
        .appName("sinotrace failing tasks")
        .config("spark.ui.enabled", false)
        .config("spark.driver.maxResultSize", MAX_RESULTS)
        .getOrCreate();
  }

  @AfterAll
  static void end() {
    spark.stop();
  }

  @BeforeEach
  void awaitTasks() {
    // Of a job that failed some tasks may still run.
    SparkSessions.awaitTasks(spark);
  }

  /** Keeps what becomes of the pieces, by their numbers. */
  static class Recorded implements PieceRunner.Results {
    final Map<Integer, String> lost = new ConcurrentHashMap<>();
    final Map<Integer, List<PieceResult>> received = new ConcurrentHashMap<>();
    final Set<Integer> unwanted = ConcurrentHashMap.newKeySet();

    @Override
    public void received(PieceResult result) {
      received.computeIfAbsent(result.piece().number(), key -> new ArrayList<>()).add(result);
    }

    @Override
    public boolean isWanted(WritePiece piece) {
      return !unwanted.contains(piece.number());
    }

    @Override
    public void lost(WritePiece piece, String why) {
      lost.merge(piece.number(), why, (a, b) -> a + ", and again: " + b);
    }

    Set<Integer> receivedWithout(Kind kind) {
      return received.entrySet().stream()
          .filter(
              one ->
                  one.getValue().stream()
                      .allMatch(result -> result.fault() == null || result.fault().kind() != kind))
          .map(Map.Entry::getKey)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Checks that each piece has one result, or is lost. */
    void requireEachOnce() {
      received.forEach((piece, all) -> assertEquals(1, all.size(), "piece " + piece));
      Set<Integer> settled = new TreeSet<>(received.keySet());
      lost.keySet().forEach(piece -> assertTrue(settled.add(piece), "piece " + piece));
      assertEquals(all(), settled);
    }
  }

  static Set<Integer> all() {
    return IntStream.range(0, PIECES).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns all pieces in tasks of {@code size}. */
  static List<List<WritePiece>> tasks(int size) {
    List<List<WritePiece>> tasks = new ArrayList<>();
    for (int from = 0; from < PIECES; from += size) {
      tasks.add(pieces.subList(from, Math.min(PIECES, from + size)));
    }
    return tasks;
  }

  static PieceRunner runner(PieceRunner.Writer writer, Recorded results) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var conf = context.broadcast(new SerializableConfiguration(PlannedBatch.CONF));
    return new PieceRunner(context, conf, writer, 2, results);
  }
}
