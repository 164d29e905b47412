package io.sinotrace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
    // Pieces of 4 s: three make 12 s, and a fourth would be too much. Before, rounds of two tasks
    // of
    // up to 1/4, 1/2, 1, 2 and 4 s have one piece each, and two of up to 8 s two pieces.
    List<List<Integer>> tasks = TaskPacker.pack(Collections.nCopies(14 + 3000, 4), x -> x, 2);
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(10, 1));
    sizes.addAll(List.of(2, 2));
    sizes.addAll(Collections.nCopies(1000, 3));
    assertEquals(sizes, tasks.stream().map(List::size).toList());
    // A single piece of more is a task of its own.
    assertEquals(
        List.of(List.of(1), List.of(40), List.of(1)),
        TaskPacker.pack(List.of(1, 40, 1), x -> x, 1));
  }

  @Test
  void littleWorkIsSpreadOverTheSlotsButNotThinly() {
    // 12 s on two slots: tasks of 2 s at most, after three rounds of two pieces of 1 s each.
    assertEquals(
        List.of(1, 1, 1, 1, 1, 1, 2, 2, 2),
        TaskPacker.pack(Collections.nCopies(12, 1), x -> x, 2).stream().map(List::size).toList());
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
