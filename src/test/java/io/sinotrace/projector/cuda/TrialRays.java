package io.sinotrace.projector.cuda;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.DrawnRays;
import io.sinotrace.projector.RayClass;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Random rays of all classes, beams and grids: alone, in rows, and as small scans. */
final class TrialRays {
  /** Views that are drawn and traced at a time. */
  private static final int PIECE = 20_000;

  /** Rays of a view of {@link DrawnRays#rows}. */
  private static final int RAYS_OF_ROWS = 3;

  /** Rays of a view of {@link DrawnRays#scan}. */
  private static final int RAYS_OF_SCAN = 50;

  private final BitTally.Opener cuda;
  private final List<Volume> volumes = new ArrayList<>();
  private final List<Supplier<BitTally>> pieces = new ArrayList<>();

  /**
   * Prepares to draw rays.
   *
   * @param rays how many, at least; of every class and kind about as many views
   * @param channels of the volumes; each ray is traced in all of them
   * @param seed the same seed and number give the same rays
   * @param cuda opens the projectors to be compared
   */
  TrialRays(long rays, int channels, long seed, BitTally.Opener cuda) {
    this.cuda = cuda;
    List<VoxelGrid> grids = TestGrids.all();
    long raysOfView = 0;
    for (RayClass kind : RayClass.values()) {
      raysOfView += (long) beams(kind).length * (1 + RAYS_OF_ROWS);
    }
    raysOfView = grids.size() * (raysOfView + (long) Beam.values().length * RAYS_OF_SCAN);
    long views = (rays + raysOfView - 1) / raysOfView;
    for (int g = 0; g < grids.size(); g++) {
      SplittableRandom random = new SplittableRandom(seed + g);
      Volume volume = TestGrids.randomVolume(grids.get(g), channels, g, random);
      volumes.add(volume);
      for (long done = 0; done < views; done += PIECE) {
        add(g, volume, (int) Math.min(PIECE, views - done), random);
      }
    }
  }

  /** Of a class that has no meaning for lines without end, no parallel beams. */
  private static Beam[] beams(RayClass kind) {
    return kind.lines ? Beam.values() : new Beam[] {Beam.CONE, Beam.FAN};
  }

  private void add(int g, Volume volume, int views, SplittableRandom random) {
    VoxelGrid grid = volume.grid();
    for (RayClass kind : RayClass.values()) {
      for (Beam beam : beams(kind)) {
        String what = "grid %d, %s %s".formatted(g, kind, beam);
        SplittableRandom one = random.split();
        SplittableRandom three = random.split();
        add(what, volume, () -> DrawnRays.of(kind, beam, grid, views, one));
        add(what + ", rows", volume, () -> DrawnRays.rows(kind, beam, grid, views, three));
      }
    }
    for (Beam beam : Beam.values()) {
      SplittableRandom split = random.split();
      add(
          "grid %d, scan %s".formatted(g, beam),
          volume,
          () -> DrawnRays.scan(grid, beam, RAYS_OF_SCAN * views, split));
    }
  }

  private void add(String what, Volume volume, Supplier<Geometry> rays) {
    String piece = what + ", piece " + pieces.size();
    pieces.add(() -> BitTally.of(piece, cuda, volume, rays.get()));
  }

  /**
   * Traces all of them, on all cores, which share the GPU; once.
   *
   * @param progress is told from time to time how many rays are done
   */
  BitTally compare(Consumer<Long> progress) {
    AtomicLong rays = new AtomicLong();
    AtomicLong done = new AtomicLong();
    long tenth = Math.max(1, pieces.size() / 10);
    BitTally all =
        pieces.parallelStream()
            .map(Supplier::get)
            .peek(
                tally -> {
                  long sum = rays.addAndGet(tally.values());
                  if (done.incrementAndGet() % tenth == 0) {
                    progress.accept(sum);
                  }
                })
            .reduce(BitTally.NONE, BitTally::plus);
    volumes.forEach(Volume::close);
    return all;
  }
}
