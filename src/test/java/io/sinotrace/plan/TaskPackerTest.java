package io.sinotrace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskPackerTest {
  @Test
  void piecesStayInTheirOrderAndNoneIsLost() {
    List<Integer> pieces = IntStream.range(0, 1000).boxed().toList();
    List<List<Integer>> tasks = TaskPacker.pack(pieces, piece -> piece % 7, 5);
    assertEquals(pieces, tasks.stream().flatMap(List::stream).toList());
    assertTrue(tasks.stream().noneMatch(List::isEmpty));
  }

  @Test
  void aTaskHasFifteenSecondsOfWorkAtMost() {
    // 10,000 pieces of 4 s: three make 12 s, and a fourth would be too much.
    List<List<Integer>> tasks = TaskPacker.pack(Collections.nCopies(9999, 4), x -> x, 2);
    assertEquals(List.of(3L), tasks.stream().map(t -> (long) t.size()).distinct().toList());
    // A single piece of more is a task of its own.
    assertEquals(
        List.of(List.of(1), List.of(40), List.of(1)),
        TaskPacker.pack(List.of(1, 40, 1), x -> x, 1));
  }

  @Test
  void littleWorkIsSpreadOverTheSlotsButNotThinly() {
    // 12 s on two slots: three tasks each, of 2 s.
    assertEquals(6, TaskPacker.pack(Collections.nCopies(12, 1), x -> x, 2).size());
    // 0.2 s in all are one task.
    assertEquals(1, TaskPacker.pack(Collections.nCopies(20, 0.01), x -> x, 2).size());
    assertEquals(List.of(), TaskPacker.pack(List.<Integer>of(), x -> x, 2));
    assertEquals(
        "[[a, b]]",
        TaskPacker.pack(List.of("a", "b"), x -> 0, 1).stream()
            .map(List::toString)
            .collect(Collectors.joining(", ", "[", "]")));
  }
}
