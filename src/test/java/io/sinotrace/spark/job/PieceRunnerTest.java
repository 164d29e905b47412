package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.SparkSessions;
import io.sinotrace.spark.job.ScanFault.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that fail in every way, in a local Spark that tries each four times. */
@Timeout(120)
class PieceRunnerTest {
  private static final int PIECES = 40;

  /** How often Spark tries a task. */
  private static final int TRIES = 4;

  /** The results of one job that the driver takes; far more than those of sound pieces. */
  private static final int MAX_RESULTS = 1 << 20;

  @TempDir static Path temp;

  private static SparkSession spark = SparkSessions.local();
  private static List<WritePiece> pieces = List.of();

  /** How often each piece was tried; tasks run in this JVM. */
  private static final Map<Integer, AtomicInteger> TRIED = new ConcurrentHashMap<>();

  private final Recorded results = new Recorded();

  @BeforeAll
  static void begin() throws IOException {
    SparkSessions.local().stop();
    spark = session();
    try (PlannedBatch batch = new PlannedBatch(temp, PIECES)) {
      pieces = batch.pieces();
    }
  }

  private static SparkSession session() {
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
  void forget() {
    // Of a job that failed some tasks may still run.
    SparkSessions.awaitTasks(spark);
    TRIED.clear();
  }

  /** What a piece does when it is tried. */
  private enum Conduct {
    WRITES,
    FAILS_ITS_TASK,
    FAILS_ITS_TASK_TWICE,
    HAS_FAILURE,
    HAS_FAILURE_TWICE,
    HAS_BAD_INPUT,
    HAS_CHANGING_INPUT
  }

  /** A writer that writes nothing: pieces whose number is not a key are sound. */
  private record Conducts(Map<Integer, Conduct> ofPieces) implements PieceRunner.Writer {
    @Override
    public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
      int tries =
          TRIED.computeIfAbsent(piece.number(), key -> new AtomicInteger()).incrementAndGet();
      return switch (ofPieces.getOrDefault(piece.number(), Conduct.WRITES)) {
        case WRITES -> new PieceResult(piece.key(), null, null);
        case FAILS_ITS_TASK -> throw new AssertionError("piece " + piece.number());
        case FAILS_ITS_TASK_TWICE -> {
          if (tries <= 2) {
            throw new AssertionError("piece " + piece.number());
          }
          yield new PieceResult(piece.key(), null, null);
        }
        case HAS_FAILURE -> faulty(piece, Kind.FAILURE);
        case HAS_FAILURE_TWICE ->
            tries <= 2 ? faulty(piece, Kind.FAILURE) : new PieceResult(piece.key(), null, null);
        case HAS_BAD_INPUT -> faulty(piece, Kind.INPUT);
        case HAS_CHANGING_INPUT -> faulty(piece, Kind.CHANGING);
      };
    }

    private static PieceResult faulty(WritePiece piece, Kind kind) {
      return new PieceResult(piece.key(), null, new ScanFault(kind, "so it is"));
    }
  }

  /** Keeps what becomes of the pieces, by their numbers. */
  private static class Recorded implements PieceRunner.Results {
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

  private static Set<Integer> all() {
    return IntStream.range(0, PIECES).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> allBut(Integer... some) {
    Set<Integer> others = all();
    List.of(some).forEach(others::remove);
    return others;
  }

  private static int tried(int piece) {
    return TRIED.getOrDefault(piece, new AtomicInteger()).get();
  }

  /** Returns all pieces in tasks of {@code size}. */
  private static List<List<WritePiece>> tasks(int size) {
    List<List<WritePiece>> tasks = new ArrayList<>();
    for (int from = 0; from < PIECES; from += size) {
      tasks.add(pieces.subList(from, Math.min(PIECES, from + size)));
    }
    return tasks;
  }

  private static PieceRunner runner(PieceRunner.Writer writer, Recorded results) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var conf = context.broadcast(new SerializableConfiguration(PlannedBatch.CONF));
    return new PieceRunner(context, conf, writer, 2, results);
  }

  private void run(Map<Integer, Conduct> conducts, int piecesOfATask) throws IOException {
    runner(new Conducts(conducts), results).run(tasks(piecesOfATask));
  }

  @Test
  void soundPiecesAreTriedOnce() throws IOException {
    run(Map.of(), 3);
    results.requireEachOnce();
    assertEquals(Map.of(), results.lost);
    all().forEach(piece -> assertEquals(1, tried(piece), "piece " + piece));
  }

  @Test
  void aPieceThatFailsItsTaskIsLostAlone() throws IOException {
    run(Map.of(7, Conduct.FAILS_ITS_TASK), 5);
    results.requireEachOnce();
    assertEquals(Map.of(7, "AssertionError: piece 7"), results.lost);
    assertEquals(allBut(7), results.received.keySet());
    // In its task, in the job of that task's pieces, and by itself.
    assertEquals(3 * TRIES, tried(7));
  }

  @Test
  void severalAreLostAndTheOthersOfTheirTasksAreNot() throws IOException {
    run(
        Map.of(
            0, Conduct.FAILS_ITS_TASK,
            1, Conduct.FAILS_ITS_TASK,
            18, Conduct.FAILS_ITS_TASK,
            39, Conduct.FAILS_ITS_TASK),
        4);
    results.requireEachOnce();
    assertEquals(Set.of(0, 1, 18, 39), results.lost.keySet());
  }

  @Test
  void whatPassesAtLastIsNotLost() throws IOException {
    run(Map.of(3, Conduct.FAILS_ITS_TASK_TWICE, 12, Conduct.HAS_FAILURE_TWICE), 2);
    results.requireEachOnce();
    assertEquals(Map.of(), results.lost);
    assertEquals(all(), results.receivedWithout(Kind.FAILURE));
    assertEquals(3, tried(3));
    assertEquals(3, tried(12));
    // Of the task that failed, the piece before it was written again each time.
    assertEquals(3, tried(2));
    // The other of a task that did not fail was not.
    assertEquals(1, tried(13));
  }

  @Test
  void aFaultIsHandedOnOnceNoFurtherTryCanHelp() throws IOException {
    run(
        Map.of(
            4, Conduct.HAS_BAD_INPUT,
            5, Conduct.HAS_FAILURE,
            21, Conduct.HAS_CHANGING_INPUT),
        6);
    results.requireEachOnce();
    assertEquals(allBut(4), results.receivedWithout(Kind.INPUT));
    assertEquals(allBut(5), results.receivedWithout(Kind.FAILURE));
    assertEquals(allBut(21), results.receivedWithout(Kind.CHANGING));
    assertEquals(1, tried(4));
    assertEquals(3, tried(5));
    assertEquals(3, tried(21));
  }

  /** A writer of results of so many characters, by the numbers of the pieces. */
  private record Large(Map<Integer, Integer> lengths) implements PieceRunner.Writer {
    @Override
    public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
      String message = "x".repeat(lengths.getOrDefault(piece.number(), 0));
      return new PieceResult(piece.key(), null, new ScanFault(Kind.INPUT, message));
    }
  }

  /** No task fails then, but the job does: of halves of it the driver can take the results. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aJobWhoseResultsAreTooLargeIsHalved(int piecesOfATask) throws IOException {
    int length = MAX_RESULTS / 4;
    Map<Integer, Integer> lengths =
        all().stream().collect(Collectors.toMap(piece -> piece, piece -> length));
    runner(new Large(lengths), results).run(tasks(piecesOfATask));
    results.requireEachOnce();
    assertEquals(Map.of(), results.lost);
  }

  @Test
  void aPieceWhoseResultIsTooLargeIsLostAlone() throws IOException {
    runner(new Large(Map.of(11, 2 * MAX_RESULTS)), results).run(tasks(3));
    results.requireEachOnce();
    assertEquals(Set.of(11), results.lost.keySet());
    assertTrue(
        results.lost.getOrDefault(11, "").contains("spark.driver.maxResultSize"),
        results.lost::toString);
  }

  @Test
  void whatIsNotWantedIsNotTried() throws IOException {
    results.unwanted.addAll(Set.of(0, 1, 2, 17));
    run(Map.of(), 3);
    assertEquals(allBut(0, 1, 2, 17), results.received.keySet());
    assertEquals(0, tried(0));
    assertEquals(0, tried(17));
  }

  @Test
  void aSuspectThatIsGivenUpMeanwhileIsNotTriedAgain() throws IOException {
    Recorded giving =
        new Recorded() {
          @Override
          public boolean isWanted(WritePiece piece) {
            return piece.number() != 7 || tried(7) == 0;
          }
        };
    runner(new Conducts(Map.of(7, Conduct.FAILS_ITS_TASK)), giving).run(tasks(5));
    assertEquals(allBut(7), giving.received.keySet());
    assertEquals(Map.of(), giving.lost);
    assertEquals(TRIES, tried(7));
  }

  /** Counts the jobs that run, and notes those that run beside that of a suspect. */
  private static final class Neighbours extends SparkListener {
    private final Set<String> suspects;
    private final Map<Integer, String> running = new TreeMap<>();
    final Set<String> seen = new TreeSet<>();
    final Set<String> beside = new TreeSet<>();
    int jobs;

    Neighbours(Set<String> suspects) {
      this.suspects = suspects;
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart start) {
      Properties properties = start.properties();
      String name =
          properties.getProperty("spark.job.description")
              + " of "
              + start.stageInfos().head().numTasks();
      jobs++;
      running.put(start.jobId(), name);
      note();
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd end) {
      running.remove(end.jobId());
    }

    private void note() {
      for (String name : running.values()) {
        if (suspects.contains(name)) {
          seen.add(name);
          running.values().stream().filter(other -> !other.equals(name)).forEach(beside::add);
        }
      }
    }
  }

  @Test
  void suspectsRunAloneAndTheOthersTogether() throws IOException, TimeoutException {
    Set<String> suspects = Set.of("sinotrace: scan v09 of 1", "sinotrace: scan v30 of 1");
    Neighbours neighbours = new Neighbours(suspects);
    spark.sparkContext().addSparkListener(neighbours);
    try {
      run(Map.of(9, Conduct.FAILS_ITS_TASK, 30, Conduct.FAILS_ITS_TASK), 1);
    } finally {
      spark.sparkContext().listenerBus().waitUntilEmpty();
      spark.sparkContext().removeSparkListener(neighbours);
    }
    results.requireEachOnce();
    assertEquals(Set.of(9, 30), results.lost.keySet());
    assertEquals(suspects, neighbours.seen);
    assertEquals(Set.of(), neighbours.beside);
    // Three of 16, 16 and 8 tasks; the rest of the two that failed; and two pieces alone.
    assertTrue(neighbours.jobs <= 3 + 2 + 2, neighbours.jobs + " jobs");
  }

  @Test
  void resultsThatCannotBeTakenEndTheRun() {
    Recorded refusing =
        new Recorded() {
          @Override
          public void received(PieceResult result) {
            throw new IllegalStateException("no room");
          }
        };
    PieceRunner runner = runner(new Conducts(Map.of()), refusing);
    assertThrows(IllegalStateException.class, () -> runner.run(tasks(1)));
  }

  /** A writer that waits until it is let go. */
  private record Waiting() implements PieceRunner.Writer {
    static final CountDownLatch BEGUN = new CountDownLatch(2);
    static final CountDownLatch END = new CountDownLatch(1);

    @Override
    public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
      BEGUN.countDown();
      try {
        END.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new PieceResult(piece.key(), null, null);
    }
  }

  @Test
  void aRunThatIsInterruptedLeavesNoJobBehind() throws InterruptedException {
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              thrown.add(
                  assertThrows(
                      IOException.class, () -> runner(new Waiting(), results).run(tasks(1))));
              thrown.add(new Throwable("interrupted: " + Thread.currentThread().isInterrupted()));
            });
    thread.start();
    try {
      Waiting.BEGUN.await();
      thread.interrupt();
      thread.join();
      assertEquals(
          List.of("interrupted while scans were traced", "interrupted: true"),
          thrown.stream().map(Throwable::getMessage).toList());
      assertEquals(0, spark.sparkContext().dagScheduler().activeJobs().size());
    } finally {
      Waiting.END.countDown();
    }
    SparkSessions.awaitTasks(spark);
    assertEquals(Set.of(), results.received.keySet());
  }

  /** A writer that ends Spark. */
  private record Ending() implements PieceRunner.Writer {
    static final Queue<Thread> THREADS = new ConcurrentLinkedQueue<>();

    @Override
    public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
      Thread thread = new Thread(spark::stop);
      THREADS.add(thread);
      thread.start();
      while (!spark.sparkContext().isStopped()) {
        Thread.onSpinWait();
      }
      return new PieceResult(piece.key(), null, null);
    }
  }

  @Test
  void theEndOfSparkIsToldAsSuch() throws InterruptedException {
    try {
      PieceRunner runner = runner(new Ending(), results);
      IOException e = assertThrows(IOException.class, () -> runner.run(tasks(1)));
      assertEquals("Spark has ended while scans were traced", e.getMessage());
      assertEquals(Map.of(), results.lost);
    } finally {
      for (Thread thread : Ending.THREADS) {
        thread.join();
      }
      spark = session();
    }
  }
}
