package io.sinotrace.projector.cpu.scalar;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.DrawnRays;
import io.sinotrace.projector.RayClass;
import io.sinotrace.projector.RayTrial;
import io.sinotrace.projector.Tally;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The scalar projector against the exact path in float64, over many classes of rays. */
class ScalarAccuracyTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261107);

  /** Relative L2 error that float32 is allowed over a class. */
  private static final double BOUND = 2e-6;

  private record Trial(String name, Supplier<Tally> run) {}

  @Test
  void aMillionRays() {
    assertTrue(run(5_000) >= 1_000_000);
  }

  @Test
  @Tag("long")
  void tenMillionRays() {
    assertTrue(run(50_000) >= 10_000_000);
  }

  /** Runs all classes on all grids; returns how many rays were traced. */
  private static long run(int count) {
    List<Trial> trials = new ArrayList<>();
    List<VoxelGrid> grids = TestGrids.all();
    for (int g = 0; g < grids.size(); g++) {
      SplittableRandom random = new SplittableRandom(SEED.value() + g);
      Volume volume = TestGrids.randomVolume(grids.get(g), g, random);
      RayTrial trial = new RayTrial(ScalarProjector::new, volume);
      for (RayClass kind : RayClass.values()) {
        SplittableRandom cone = random.split();
        trials.add(new Trial(kind + " cone", () -> trial.rays(kind, Beam.CONE, count, cone)));
        if (kind.lines) {
          SplittableRandom parallel = random.split();
          trials.add(
              new Trial(
                  kind + " parallel", () -> trial.rays(kind, Beam.PARALLEL, count, parallel)));
        }
      }
      for (Beam beam : Beam.values()) {
        Geometry scan = DrawnRays.scan(volume.grid(), beam, count, random.split());
        trials.add(new Trial("scan " + beam, () -> trial.scan(scan)));
      }
    }
    Map<String, Tally> found =
        trials.parallelStream()
            .collect(
                Collectors.toMap(
                    Trial::name,
                    t -> t.run().get(),
                    (a, b) -> {
                      a.merge(b);
                      return a;
                    },
                    TreeMap::new));
    found.forEach((name, tally) -> System.out.printf("%-25s %s%n", name, tally));
    assertAll(
        "classes of rays",
        found.entrySet().stream()
            .map(
                e ->
                    () -> {
                      Tally t = e.getValue();
                      assertEquals(0, t.failures(), () -> e.getKey() + " " + t.messages());
                      // The looser bound is for a ray in many thousands.
                      assertTrue(t.between() <= 1 + t.rays() / 10_000, () -> e.getKey() + " " + t);
                      // A class that misses the volume would prove nothing.
                      assertTrue(
                          e.getKey().matches("(MISSING|LEAVING|POINT) .*")
                              || 3 * t.met() > t.rays(),
                          () -> e.getKey() + " " + t);
                      assertTrue(
                          t.relativeError() <= BOUND || !t.isRelativeErrorMeaningful(),
                          () -> e.getKey() + " " + t.relativeError());
                    }));
    return found.values().stream().mapToLong(Tally::rays).sum();
  }
}
