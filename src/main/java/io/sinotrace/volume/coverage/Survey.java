package io.sinotrace.volume.coverage;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.coverage.Coverage.Cut;
import io.sinotrace.volume.coverage.Coverage.Helix;
import io.sinotrace.volume.coverage.Coverage.Views;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Examines the views of a scan one by one; see {@link Coverage}. */
final class Survey {
  /** The most views examined, so that the time is negligible. */
  private static final int MAX_VIEWS = 4096;

  /** The number of flat strips that approximate a curved detector near the volume. */
  private static final int STRIPS = 16;

  private final Geometry geometry;
  private final boolean curved;
  private final VolumeOutline volume;
  private final BoxClip box;
  private final Extent columns;
  private final Extent rows;

  /** z_r of the lowest detector row and of the highest. */
  private final double lowest;

  private final double highest;

  private final boolean rowsExamined;
  private final boolean fullTurn;
  private final int[] views;

  /** The views examined that see no voxel. */
  private final BitSet missed = new BitSet();

  private Views sourceInside = Views.NONE;
  private Views detectorInside = Views.NONE;
  private Views beforeAxis = Views.NONE;
  private Cut rowsCut = Cut.NONE;
  private Cut columnsCut = Cut.NONE;

  Survey(VoxelGrid grid, Geometry geometry, boolean slices) {
    this.geometry = geometry;
    Detector detector = geometry.detector();
    this.curved = detector.y(0) != 0;
    this.volume = VolumeOutline.of(grid);
    this.box = new BoxClip(grid);
    this.columns = new Extent(-detector.columns() / 2.0, detector.columns() / 2.0);
    // Slices may be in any order.
    this.lowest = IntStream.range(0, detector.rows()).mapToDouble(detector::z).min().orElseThrow();
    this.highest = IntStream.range(0, detector.rows()).mapToDouble(detector::z).max().orElseThrow();
    this.rows = new Extent(lowest - 0.5, highest + 0.5);
    this.views = evenly(geometry.views().size());
    this.fullTurn = FullTurn.isOne(geometry.beam(), examined());
    // A single row is treated as a slice.
    this.rowsExamined = !slices && detector.rows() > 1 && geometry.beam() != Beam.FAN;
  }

  private static int[] evenly(int count) {
    int chosen = Math.min(count, MAX_VIEWS);
    int[] views = new int[chosen];
    for (int k = 1; k < chosen; k++) {
      views[k] = (int) ((long) k * (count - 1) / (chosen - 1));
    }
    return views;
  }

  private List<View> examined() {
    return Arrays.stream(views).mapToObj(geometry.views()::get).toList();
  }

  Coverage coverage() {
    HelixPath path = geometry.beam() == Beam.CONE ? HelixPath.of(examined()) : null;
    for (int k = 0; k < views.length; k++) {
      look(k, path);
    }
    Helix helix = path == null || missed.cardinality() == views.length ? null : helix(path);
    return new Coverage(
        views.length,
        sourceInside,
        detectorInside,
        beforeAxis,
        missed(helix),
        rowsCut,
        columnsCut,
        helix);
  }

  private void look(int k, @Nullable HelixPath path) {
    View view = geometry.views().get(views[k]);
    if (geometry.beam() != Beam.PARALLEL) {
      if (box.meets(sources(view))) {
        sourceInside = sourceInside.and(views[k]);
      }
      if (strips(view).anyMatch(box::meets)) {
        detectorInside = detectorInside.and(views[k]);
      }
      if (isBeforeAxis(view)) {
        beforeAxis = beforeAxis.and(views[k]);
      }
    }
    PointProjection projection = new PointProjection(geometry.beam(), curved, view);
    if (misses(Shadow.of(volume.corners(), projection))) {
      missed.set(k);
      return;
    }
    Shadow shadow = Shadow.of(volume.cylinder(), projection);
    if (!shadow.isWhole()) {
      return;
    }
    columnsCut =
        columnsCut.or(
            FullTurn.unseen(
                fullTurn,
                shadow.columns().shareBefore(columns),
                shadow.columns().shareAfter(columns)),
            views[k]);
    if (path != null) {
      path.see(projection, volume, rows);
    } else if (rowsExamined) {
      rowsCut =
          rowsCut.or(shadow.rows().shareBefore(rows) + shadow.rows().shareAfter(rows), views[k]);
    }
  }

  /** Returns whether a view sees no voxel, for certain. */
  private boolean misses(Shadow shadow) {
    if (shadow.farthest() <= 0 || shadow.nearest() > 1) {
      return true;
    }
    return shadow.isWhole()
        && (shadow.columns().misses(columns)
            || (geometry.beam() != Beam.FAN && shadow.rows().misses(rows)));
  }

  /** Returns where the rays of a view come from: a point, or of a fan beam's rows a segment. */
  private List<Vec3> sources(View view) {
    return geometry.beam() == Beam.CONE
        ? List.of(view.source())
        : List.of(
            view.source().plus(view.v().times(lowest)),
            view.source().plus(view.v().times(highest)));
  }

  /** Returns the detector in flat pieces, from pixel centre to pixel centre. */
  private Stream<List<Vec3>> strips(View view) {
    int last = geometry.detector().columns() - 1;
    int count = curved ? Math.min(STRIPS, last) : 1;
    return Stream.iterate(0, strip -> strip < count, strip -> strip + 1)
        .map(strip -> strip(view, last * strip / count, last * (strip + 1) / count));
  }

  private List<Vec3> strip(View view, int from, int to) {
    return List.of(
        pixel(view, from, lowest),
        pixel(view, to, lowest),
        pixel(view, to, highest),
        pixel(view, from, highest));
  }

  private Vec3 pixel(View view, int column, double z) {
    Detector detector = geometry.detector();
    return view.center()
        .plus(view.u().times(detector.x(column)))
        .plus(view.n().times(detector.y(column)))
        .plus(view.v().times(z));
  }

  /** Poses from a file have no rotation axis. */
  private static boolean isBeforeAxis(View view) {
    Vec3 toAxis = new Vec3(-view.source().x(), -view.source().y(), 0);
    return !Double.isNaN(view.angle())
        && -view.center().minus(view.source()).dot(view.n()) < -toAxis.dot(view.n()) * (1 - 1e-9);
  }

  private Helix helix(HelixPath path) {
    int before = missed.nextClearBit(0);
    int after = missed.previousClearBit(views.length - 1);
    return path.helix(
        before == 0 ? 0 : views[before - 1] + 1,
        after == views.length - 1 ? 0 : geometry.views().size() - views[after + 1],
        volume);
  }

  private Views missed(@Nullable Helix helix) {
    Views some = Views.NONE;
    int to = helix == null ? views.length : missed.previousClearBit(views.length - 1);
    for (int k = helix == null ? 0 : missed.nextClearBit(0); k < to; k++) {
      some = missed.get(k) ? some.and(views[k]) : some;
    }
    return some;
  }
}
