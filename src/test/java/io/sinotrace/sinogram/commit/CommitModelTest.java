package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that write the same scan at once, killed and interleaved operation by operation. */
class CommitModelTest {
  private static final int FOREVER = Integer.MAX_VALUE;

  /**
   * One run, killed before every operation it makes, then one that finishes, killed before some.
   */
  @ParameterizedTest
  @CsvSource({"false, 0", "false, 1", "true, 0", "true, 1"})
  void aRunMayDieAnywhereAndSoMayTheOneAfterIt(boolean objectStore, int old) throws Throwable {
    killTwice(objectStore, old, 3);
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource({"false, 0", "false, 1", "true, 0", "true, 1"})
  void eachOfThemMayDieAnywhere(boolean objectStore, int old) throws Throwable {
    killTwice(objectStore, old, 0);
  }

  /**
   * Kills both.
   *
   * @param spread how fast the places where the second is killed lie farther apart; 0: never
   */
  private static void killTwice(boolean objectStore, int old, int spread) throws Throwable {
    boolean firstKilled = true;
    for (int k = 0; firstKilled; k++) {
      boolean secondKilled = true;
      for (int m = spread > 0 ? k % 5 : 0; secondKilled; m += 1 + spread * m) {
        CommitModel model = new CommitModel(objectStore, old);
        model.add("A", 2);
        model.addFinisher("B");
        int kill = k;
        int killNext = m;
        int[] made = new int[2];
        boolean[] dead = new boolean[2];
        check(
            "killed before operations %d and %d".formatted(k, m),
            () -> {
              model.run(
                  (step, left) -> {
                    int who = left == 2 ? 0 : 1;
                    if (made[who] == (who == 0 ? kill : killNext)) {
                      dead[who] = true;
                      return -1;
                    }
                    made[who]++;
                    return 0;
                  });
              model.checkEnd(dead[0] ? old : 2);
            });
        firstKilled = dead[0];
        secondKilled = dead[1];
      }
    }
  }

  /** Schedules of two runs in which one takes over from the other at most twice. */
  @ParameterizedTest
  @CsvSource({
    "false, 0, 2, 2",
    "false, 0, 2, 3",
    "false, 1, 2, 2",
    "false, 1, 2, 3",
    "true, 0, 2, 3",
    "true, 1, 2, 3",
    "false, 1, 2, 0"
  })
  void twoRunsAtOnce(boolean objectStore, int old, int a, int b) throws Throwable {
    switchAll(objectStore, old, a, b, false);
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource({"false, 0, 2, 2", "false, 1, 2, 3", "false, 1, 2, 0", "true, 1, 2, 3"})
  void everySuchSchedule(boolean objectStore, int old, int a, int b) throws Throwable {
    switchAll(objectStore, old, a, b, true);
  }

  private static void switchAll(boolean objectStore, int old, int a, int b, boolean every)
      throws Throwable {
    int steps = switching(objectStore, old, a, b, FOREVER, FOREVER);
    for (int first = 1; first < steps; first += every ? 1 : 8) {
      // Races are mostly about few operations that come soon.
      for (int count = 1; first + count < steps; count += every ? 1 : count + first % 3) {
        switching(objectStore, old, a, b, first, first + count);
      }
    }
  }

  private static int switching(boolean objectStore, int old, int a, int b, int first, int second)
      throws Throwable {
    CommitModel model = new CommitModel(objectStore, old);
    model.add("A", a);
    if (b == 0) {
      model.addFinisher("B");
    } else {
      model.add("B", b);
    }
    int[] steps = new int[1];
    check(
        "switched after operations %d and %d".formatted(first, second),
        () -> {
          steps[0] = model.run((step, left) -> left == 2 && step >= first && step < second ? 1 : 0);
          model.checkEnd(2);
          assertTrue(model.outcomes().contains(CommitOutcome.COMMITTED));
        });
    return steps[0];
  }

  @ParameterizedTest
  @CsvSource({"false, 100", "true, 50"})
  void severalRunsAndReadersInRandomOrder(boolean objectStore, int schedules) throws Throwable {
    random(objectStore, schedules, 1);
  }

  @Test
  @Tag("long")
  void manyRandomOrders() throws Throwable {
    random(false, 100_000, 1_000_000);
    random(true, 20_000, 2_000_000);
  }

  private static void random(boolean objectStore, int schedules, long from) throws Throwable {
    for (long seed = from; seed < from + schedules; seed++) {
      Random random = new Random(seed);
      CommitModel model = new CommitModel(objectStore, random.nextInt(2));
      int same = random.nextInt(2);
      model.add("A", 2);
      model.add("B", 3 - same);
      model.addFinisher("C");
      model.addReader("R", 4);
      // Long stretches of one process find other faults than short ones.
      int stretch = 1 + random.nextInt(30);
      int[] who = new int[1];
      int[] lives = {random.nextInt(3)};
      check(
          "seed " + seed,
          () -> {
            model.run(
                (step, left) -> {
                  if (random.nextInt(stretch) == 0) {
                    who[0] = random.nextInt(left);
                  }
                  int next = Math.min(who[0], left - 1);
                  boolean kill = lives[0] > 0 && random.nextInt(100) == 0;
                  lives[0] -= kill ? 1 : 0;
                  return kill ? -1 - next : next;
                });
            model.checkEnd(0);
          });
    }
  }

  /**
   * In an object store: its names are those of files that it replaces, and that are about to be
   * deleted.
   */
  @Test
  void aScanThatComesBackKeepsItsFilesWhoeverIsSlow() throws Throwable {
    for (int first = 1, steps = FOREVER; first < steps; first++) {
      CommitModel model = new CommitModel(true, 1);
      model.add("A", 2);
      model.add("B", 1);
      int alone = first;
      int[] made = new int[1];
      check(
          "switched after operation " + alone,
          () -> {
            made[0] = model.run((step, left) -> left == 2 && step >= alone ? 1 : 0);
            model.checkEnd(1);
          });
      steps = made[0];
    }
  }

  /** In an object store: files of a run that died have the names of those of the one after it. */
  @Test
  void whoPrunesLeavesARunThatBeginsItsFiles() throws Throwable {
    pruneAll(3);
  }

  @Test
  @Tag("long")
  void whoPrunesLeavesItInEverySuchSchedule() throws Throwable {
    pruneAll(1);
  }

  private static void pruneAll(int every) throws Throwable {
    int steps = pruning(FOREVER, FOREVER, false);
    for (int first = 1; first < steps; first += every) {
      for (int second = first + 1; second < steps; second += second - first) {
        pruning(first, second, false);
        pruning(first, second, true);
      }
    }
  }

  private static int pruning(int first, int second, boolean pruneFirst) throws Throwable {
    CommitModel model = new CommitModel(true, 0);
    model.leave(2);
    model.add("A", 2);
    model.addPruner("P");
    int[] made = new int[1];
    check(
        "%s first, switched after operations %d and %d"
            .formatted(pruneFirst ? "pruned" : "written", first, second),
        () -> {
          made[0] =
              model.run(
                  (step, left) ->
                      left == 2 && (step >= first && step < second) != pruneFirst ? 1 : 0);
          model.checkEnd(2);
        });
    return made[0];
  }

  private interface Check {
    void run() throws Throwable;
  }

  /** Says with what it failed. */
  private static void check(String what, Check check) throws Throwable {
    try {
      check.run();
    } catch (Throwable e) {
      throw new AssertionError(what + ": " + e.getMessage(), e);
    }
  }

  @Test
  void theLastCommitCountsWhereRunsFollowEachOther() throws Throwable {
    CommitModel model = new CommitModel(false, 0);
    model.add("A", 2);
    model.add("B", 3);
    model.run((step, left) -> 0);
    assertEquals(List.of(CommitOutcome.COMMITTED, CommitOutcome.COMMITTED), model.outcomes());
    model.checkEnd(3);
  }
}
