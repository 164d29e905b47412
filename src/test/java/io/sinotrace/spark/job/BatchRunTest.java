package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.Catalog;
import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.spark.job.ScanFault.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the scans of a batch of which some have faults. */
@Timeout(180)
class BatchRunTest {
  private static final int VOLUMES = 30;

  /** So many in a row end a run. */
  private static final int MAX_FAILURES = 10;

  @TempDir Path temp;

  /** After so many faults the list of what was set aside cannot be written. */
  private int blocked = -1;

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, ScanFault> faults = Collections.synchronizedMap(new TreeMap<>());

  /** Writes as a run does, but for the scans that have a fault. */
  private record Faulty(PieceWriter sound, Map<Integer, Kind> kinds) implements PieceRunner.Writer {
    @Override
    public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
      Kind kind = kinds.get(piece.number());
      return kind == null
          ? sound.write(piece, attempt, conf)
          : new PieceResult(piece.key(), null, new ScanFault(kind, "the disk is full"));
    }
  }

  private final class Recorder implements SinogramJob.Listener {
    @Override
    public void message(String line) {}

    @Override
    public void done(ScanReport report) {
      done.add(report.id());
    }

    @Override
    public void setAside(BatchPlan.Entry scan, ScanFault fault) {
      faults.put(scan.id(), fault);
      if (faults.size() == blocked) {
        try {
          Path list = temp.resolve("out/set-aside.json");
          Files.deleteIfExists(list);
          Files.createDirectories(list.resolve("in-the-way"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Computes all scans; those of the numbers given have faults of their kinds. */
  private SetAside compute(Map<Integer, Kind> kinds, boolean strict) throws IOException {
    return compute(kinds, strict, true);
  }

  private SetAside compute(Map<Integer, Kind> kinds, boolean strict, boolean leaves)
      throws IOException {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SparkSessions.local().sparkContext());
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(new SerializableConfiguration(PlannedBatch.CONF));
    try (PlannedBatch batch = new PlannedBatch(temp, VOLUMES)) {
      SetAside setAside = batch.setAside();
      BatchRun run =
          new BatchRun(
              batch.plan,
              new ScanCommitter(batch.description, batch.dataset, PlannedBatch.CONF),
              setAside,
              strict,
              leaves,
              true,
              new Recorder(),
              results ->
                  new PieceRunner(context, conf, new Faulty(batch.writer(), kinds), 1, results));
      try {
        run.compute(batch.works, 1);
      } finally {
        conf.destroy();
      }
      return batch.setAside();
    }
  }

  private Set<String> committed() throws IOException {
    return Catalog.read(temp.resolve("out").toString(), PlannedBatch.CONF).all().stream()
        .map(CommittedScan::id)
        .collect(Collectors.toSet());
  }

  private static Map<Integer, Kind> from(int first, int last, Kind kind) {
    return IntStream.rangeClosed(first, last)
        .boxed()
        .collect(Collectors.toMap(number -> number, number -> kind));
  }

  @Test
  void scansThatFailStopNoOther() throws IOException {
    Map<Integer, Kind> kinds = new TreeMap<>(from(3, 8, Kind.FAILURE));
    kinds.put(10, Kind.INPUT);
    kinds.put(11, Kind.MEMORY);
    kinds.put(12, Kind.CHANGING);
    SetAside setAside = compute(kinds, false);
    assertEquals(
        kinds.keySet().stream().map("v%02d"::formatted).collect(Collectors.toSet()),
        faults.keySet());
    assertEquals(VOLUMES - kinds.size(), committed().size());
    assertEquals(Set.copyOf(done), committed());
    // One that is being written is not set aside.
    assertEquals(
        Map.of("INPUT", 1L, "MEMORY", 1L, "FAILURE", 6L),
        setAside.all().stream()
            .collect(Collectors.groupingBy(SetAside.Entry::kind, Collectors.counting())));
  }

  /** Where files are said to be complete, one that changes all the time is a fault. */
  @Test
  void whatChangesIsSetAsideWhereNothingIsLeft() throws IOException {
    SetAside setAside = compute(Map.of(12, Kind.CHANGING), false, false);
    assertEquals(Set.of("v12"), faults.keySet());
    assertEquals(List.of("v12"), setAside.all().stream().map(SetAside.Entry::id).toList());
    assertThrows(InputException.class, () -> compute(Map.of(12, Kind.CHANGING), true, false));
  }

  /**
   * Where the list of what was set aside cannot be written at the end, it is told what came first.
   */
  @Test
  void aListThatCannotBeWrittenHidesNothing() {
    blocked = MAX_FAILURES;
    IOException e =
        assertThrows(IOException.class, () -> compute(from(0, VOLUMES - 1, Kind.FAILURE), false));
    assertTrue(e.toString().contains("the last 10 scans failed"), e.toString());
    assertEquals(1, e.getSuppressed().length);
  }

  @Test
  void aListThatCannotBeWrittenFailsTheRun() {
    blocked = 2;
    assertThrows(IOException.class, () -> compute(from(3, 4, Kind.INPUT), false));
  }

  @Test
  void tenFailuresInARowEndTheRun() throws IOException {
    Map<Integer, Kind> all = from(0, VOLUMES - 1, Kind.FAILURE);
    IOException e = assertThrows(IOException.class, () -> compute(all, false));
    assertEquals("the last 10 scans failed, of which the last: the disk is full", e.getMessage());
    // Jobs have eight pieces each, and those that wait then are never begun.
    assertTrue(faults.size() >= 10 && faults.size() < VOLUMES, faults.keySet().toString());
    assertEquals(Set.of(), committed());
  }

  @Test
  void manyBadInputsDoNot() throws IOException {
    compute(from(0, VOLUMES - 2, Kind.INPUT), false);
    assertEquals(VOLUMES - 1, faults.size());
    assertEquals(Set.of("v29"), committed());
  }

  @Test
  void strictEndsTheRunAtTheFirst() {
    InputException e =
        assertThrows(InputException.class, () -> compute(from(0, VOLUMES - 1, Kind.INPUT), true));
    assertTrue(e.getMessage().matches("v\\d\\d: the disk is full"), e.getMessage());
    assertThrows(IOException.class, () -> compute(from(0, VOLUMES - 1, Kind.MEMORY), true));
  }
}
