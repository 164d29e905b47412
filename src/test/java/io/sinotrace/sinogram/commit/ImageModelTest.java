package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that make the same image at once, killed and interleaved operation by operation. */
class ImageModelTest {
  private static final int FOREVER = Integer.MAX_VALUE;

  /** Replaces an image, or makes the first; the run after it, which finishes, may die too. */
  @ParameterizedTest
  @CsvSource({"false, 0", "false, 1", "true, 1"})
  void aRunMayDieAnywhereAndSoMayTheOneAfterIt(boolean objectStore, int old) throws Throwable {
    killTwo(objectStore, old, false);
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource({"false, 0", "false, 1", "false, 3", "true, 0", "true, 1"})
  void eachAnywhere(boolean objectStore, int old) throws Throwable {
    killTwo(objectStore, old, true);
  }

  private static void killTwo(boolean objectStore, int old, boolean every) throws Throwable {
    boolean firstKilled = true;
    for (int k = 0; firstKilled; k += every ? 1 : 3) {
      boolean secondKilled = true;
      for (int m = every ? 0 : 7 * k % 31; secondKilled; m = every ? m + 1 : FOREVER) {
        ImageModel model = new ImageModel(objectStore, old);
        model.add("A", 2, true);
        model.addFinisher("B");
        int[] kill = {k, m};
        int[] steps = new int[2];
        boolean[] dead = new boolean[2];
        check(
            "killed before operations %d and %d".formatted(k, m),
            () -> {
              model.run(
                  (step, left) -> {
                    int who = left == 2 ? 0 : 1;
                    if (steps[who] == kill[who]) {
                      dead[who] = true;
                      return -1;
                    }
                    steps[who]++;
                    return 0;
                  });
              model.checkEnd();
              List<Integer> images = new ArrayList<>(old > 0 ? List.of(old) : List.of());
              if (!dead[0] || model.committed().size() > images.size()) {
                images.add(2);
              }
              assertEquals(images, model.committed());
            });
        firstKilled = dead[0];
        secondKilled = dead[1];
      }
    }
  }

  /** Schedules of two runs in which one takes over from the other at most twice. */
  @ParameterizedTest
  @CsvSource({"false, 2", "false, 3", "true, 2", "true, 3"})
  void ofTwoFirstOnesOneWinsAndTheOtherSaysSo(boolean objectStore, int b) throws Throwable {
    switchAll((from, to) -> first(objectStore, b, from, to), 11);
  }

  @ParameterizedTest
  @CsvSource({"false, 3", "true, 2", "true, 3"})
  void twoThatReplaceAnImage(boolean objectStore, int b) throws Throwable {
    switchAll((from, to) -> replacing(objectStore, b, from, to), 19);
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource({"false, 2", "false, 3", "true, 2", "true, 3"})
  void everySuchSchedule(boolean objectStore, int b) throws Throwable {
    switchAll((from, to) -> first(objectStore, b, from, to), 1);
    switchAll((from, to) -> replacing(objectStore, b, from, to), 1);
  }

  private interface Switched {
    int run(int from, int to) throws Throwable;
  }

  private static void switchAll(Switched runs, int stride) throws Throwable {
    int steps = runs.run(FOREVER, FOREVER);
    for (int from = 1; from < steps; from += stride) {
      // Races are mostly about few operations that come soon.
      for (int count = 1; from + count < steps; count += stride == 1 ? 1 : 2 * count + from % 3) {
        runs.run(from, from + count);
      }
    }
  }

  private static int first(boolean objectStore, int b, int from, int to) throws Throwable {
    ImageModel model = new ImageModel(objectStore, 0);
    model.add("A", 2, false);
    model.add("B", b, false);
    return switched(
        model,
        from,
        to,
        () -> {
          assertEquals(1, model.committed().size());
          if (b == 2) {
            assertEquals(List.of(), model.refused());
          } else {
            assertEquals(model.committed(), model.made());
            assertEquals(1, model.refused().size());
            int winner = model.made().get(0);
            String refusal = model.refused().get(0);
            assertTrue(
                refusal.equals("image %d is there".formatted(winner))
                    || refusal.equals(
                        "/out/images/scan=head/soft.tissue.json was made by another run meanwhile,"
                            + " with other settings (number %d, now %d); that stays"
                                .formatted(winner, 5 - winner)),
                refusal);
          }
        });
  }

  private static int replacing(boolean objectStore, int b, int from, int to) throws Throwable {
    ImageModel model = new ImageModel(objectStore, 1);
    model.add("A", 2, true);
    model.add("B", b, true);
    return switched(
        model,
        from,
        to,
        () -> {
          assertTrue(model.committed().size() > 1);
          if (b != 2) {
            // Each that was committed is of a run that says so, or was replaced at once.
            assertEquals(2, model.made().size() + model.refused().size());
            assertTrue(model.committed().containsAll(model.made()));
          }
        });
  }

  private static int switched(ImageModel model, int from, int to, Check more) throws Throwable {
    int[] steps = new int[1];
    check(
        "switched after operations %d and %d".formatted(from, to),
        () -> {
          steps[0] = model.run((step, left) -> left == 2 && step >= from && step < to ? 1 : 0);
          model.checkEnd();
          more.run();
        });
    return steps[0];
  }

  @ParameterizedTest
  @CsvSource({"false, 20", "true, 15"})
  void severalRunsAndReadersInRandomOrder(boolean objectStore, int schedules) throws Throwable {
    random(objectStore, schedules, 1);
  }

  @Test
  @Tag("long")
  void manyRandomOrders() throws Throwable {
    random(false, 30_000, 1_000_000);
    random(true, 20_000, 2_000_000);
  }

  private static void random(boolean objectStore, int schedules, long from) throws Throwable {
    for (long seed = from; seed < from + schedules; seed++) {
      Random random = new Random(seed);
      ImageModel model = new ImageModel(objectStore, random.nextInt(2));
      model.add("A", 2, random.nextBoolean());
      model.add("B", 3 - random.nextInt(2), random.nextBoolean());
      model.add("C", 4, true);
      model.addFinisher("F");
      model.addPruner("P");
      model.addReader("R", 3);
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
            model.checkEnd();
          });
    }
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
}
