package io.sinotrace.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Packs pieces of work into the tasks of a batch. Starting a task costs some ten milliseconds, so
 * that small pieces share one; but what a task has done is lost if its executor dies, and a long
 * task at the end leaves the other cores idle. The first tasks are small, and later ones twice as
 * large from round to round, so that a run which is soon killed has done something all the same.
 */
public final class TaskPacker {
  /** The most work of a task, in seconds of a core, unless a single piece has more. */
  public static final double MAX_SECONDS = 15;

  /** Less work than this is not worth a task of its own. */
  private static final double MIN_SECONDS = 0.25;

  /** Tasks for each slot at least, so that the last one does not leave the others idle long. */
  private static final int TASKS_PER_SLOT = 3;

  private TaskPacker() {}

  /**
   * Packs pieces in their order: those next to each other, which may share a volume, come into one
   * task.
   *
   * @param seconds about how long a piece takes
   * @param slots how many tasks run at a time
   * @return the tasks, none of them empty
   */
  public static <T> List<List<T>> pack(List<T> pieces, ToDoubleFunction<T> seconds, int slots) {
    double all = pieces.stream().mapToDouble(seconds).sum();
    double most = Math.max(MIN_SECONDS, Math.min(MAX_SECONDS, all / (TASKS_PER_SLOT * slots)));
    List<List<T>> tasks = new ArrayList<>();
    List<T> task = new ArrayList<>();
    double inTask = 0;
    for (T piece : pieces) {
      double more = seconds.applyAsDouble(piece);
      int round = tasks.size() / slots;
      double limit = Math.min(most, MIN_SECONDS * Math.pow(2, round));
      if (!task.isEmpty() && inTask + more > limit) {
        tasks.add(List.copyOf(task));
        task.clear();
        inTask = 0;
      }
      task.add(piece);
      inTask += more;
    }
    if (!task.isEmpty()) {
      tasks.add(List.copyOf(task));
    }
    return tasks;
  }
}
