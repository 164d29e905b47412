package io.sinotrace.spark.job;

import io.sinotrace.description.ComputeSpec;
import io.sinotrace.geometry.Tile;
import io.sinotrace.plan.ScanCut;
import io.sinotrace.plan.TilePlan;
import io.sinotrace.sinogram.commit.ScanManifest.Acquisition;
import io.sinotrace.sinogram.commit.StagedScan;
import io.sinotrace.spark.job.PieceResult.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A scan that is being computed: what the driver has of its pieces so far. */
final class ScanWork {
  // About how fast a core is, which decides only how pieces are packed into tasks.
  private static final double READ_SECONDS = 0.01;
  private static final double SECONDS_PER_VOXEL = 1e-8;
  private static final double SECONDS_PER_RAY_VOXEL = 4e-10;
  private static final double SECONDS_PER_RAY = 3e-8;

  private final BatchPlan.Entry entry;
  private final StagedScan staged;
  private final List<WritePiece> pieces;

  /** The pieces that are done, by their first file. */
  private final Map<Integer, Done> done = new TreeMap<>();

  private boolean settled;
  private List<String> previews = List.of();

  /** Begins; the pieces are all of the scan. */
  ScanWork(BatchPlan.Entry entry, StagedScan staged, List<WritePiece> pieces) {
    this.entry = entry;
    this.staged = staged;
    this.pieces = List.copyOf(pieces);
  }

  /**
   * Cuts a scan into pieces.
   *
   * @param cores how many tasks of this scan should run at a time at least
   */
  static ScanWork of(BatchPlan.Entry entry, ComputeSpec compute, StagedScan staged, int cores) {
    ScanSurvey.Found found = Objects.requireNonNull(entry.found());
    Acquisition shape = found.shape();
    ScanCut cut = found.cut(compute, entry.scan().volume().channelsInMemory(), cores);
    List<TilePlan> tiles = cut.tiles();
    List<Tile> files = cut.files();
    double reading = READ_SECONDS + found.grid().voxels() * SECONDS_PER_VOXEL;
    double tracing = found.rayVoxels() * SECONDS_PER_RAY_VOXEL + found.rays() * SECONDS_PER_RAY;
    List<WritePiece> pieces = new ArrayList<>();
    for (TilePlan tile : tiles) {
      double share = (double) tile.tile().pixels(shape.columns()) / found.pixels();
      pieces.add(
          new WritePiece(
              entry.number(),
              entry.id(),
              entry.scan(),
              found.grid(),
              tile.tile(),
              tile.files(),
              files,
              tiles.size(),
              staged.destination(),
              found.header().knowsSides(),
              (pieces.isEmpty() ? reading : 0) + tracing * share));
    }
    return new ScanWork(entry, staged, pieces);
  }

  BatchPlan.Entry entry() {
    return entry;
  }

  StagedScan staged() {
    return staged;
  }

  List<WritePiece> pieces() {
    return pieces;
  }

  /** Returns how many rays a piece has. */
  long rays(WritePiece.Key key) {
    return pieces.stream()
        .filter(piece -> piece.key().equals(key))
        .mapToLong(piece -> piece.tile().pixels(shape().columns()))
        .findFirst()
        .orElseThrow();
  }

  private Acquisition shape() {
    return Objects.requireNonNull(entry.found()).shape();
  }

  /** Takes up a piece; returns whether it was the last that was missing. */
  synchronized boolean received(WritePiece.Key piece, Done result) {
    return !settled && done.put(piece.firstFile(), result) == null && settle();
  }

  private boolean settle() {
    settled = done.size() == pieces.size();
    return settled;
  }

  /** Returns whether it was given up, or is complete. */
  synchronized boolean isSettled() {
    return settled;
  }

  /** Gives the scan up; returns whether it was not given up or complete before. */
  synchronized boolean giveUp() {
    boolean first = !settled;
    settled = true;
    return first;
  }

  /** Returns the names of its pictures. */
  synchronized List<String> previews() {
    return previews;
  }

  /** Remembers the names of its pictures. */
  synchronized void previews(List<String> names) {
    previews = List.copyOf(names);
  }

  /** Returns the results of all pieces, in the order of their files. */
  synchronized List<Done> results() {
    return List.copyOf(done.values());
  }
}
