package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.job.ScanFault.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that fail in every way. */
class PieceRunnerTest extends OnPieces {
  /** How often each piece was tried; tasks run in this JVM. */
  private static final Map<Integer, AtomicInteger> TRIED = new ConcurrentHashMap<>();

  @BeforeEach
  void forget() {
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

  private static Set<Integer> allBut(Integer... some) {
    Set<Integer> others = all();
    List.of(some).forEach(others::remove);
    return others;
  }

  private static int tried(int piece) {
    return TRIED.getOrDefault(piece, new AtomicInteger()).get();
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
}
