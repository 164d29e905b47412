package io.sinotrace.preview;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The lines below a picture's title. A number of a view or row is given with the whole range, and
 * of rows with the end at which the count begins.
 */
final class Captions {
  /** Of more slices only the first and the last are given. */
  private static final int SLICES_LISTED = 12;

  private final Geometry geometry;
  private final ScanSummary summary;

  Captions(Geometry geometry, ScanSummary summary) {
    this.geometry = geometry;
    this.summary = summary;
  }

  /** Returns the lines of the projection of a view. */
  List<String> projection(int view) {
    View pose = geometry.views().get(view);
    int views = geometry.views().size();
    String angle = isTurned(pose) ? " (" + NumberText.place(pose.angle()) + "°)" : "";
    String which = views == 1 ? "one view" + angle : "view " + view + angle + " of " + span(views);
    return withSummary(which + (summary.isSliced() ? "; " + slices() : side(pose)));
  }

  /** Returns the lines of the sinogram of a detector row. */
  List<String> sinogram(int row) {
    View first = geometry.views().get(0);
    int rows = geometry.detector().rows();
    double v = geometry.detector().z(row) * first.v().norm();
    if (!summary.isSliced()) {
      String place = ", v = %s mm".formatted(NumberText.place(v));
      String which =
          rows == 1
              ? "the only detector row"
              : "row %d of %s (row 0 is the lowest)".formatted(row, span(rows));
      return withSummary("sinogram of " + which + place);
    }
    double z = first.center().z() + v;
    String which = "slice %d, z = %s mm".formatted(summary.slices().get(row), NumberText.place(z));
    String of = rows == 1 ? "" : "; row %d of %s".formatted(row, span(rows));
    return withSummary("sinogram of " + which + of);
  }

  private List<String> withSummary(String first) {
    return List.of(first, summary.acquisition(), volume());
  }

  /** A radiograph from above has an angle too, but it looks along the axis of rotation. */
  private static boolean isTurned(View pose) {
    return Double.isFinite(pose.angle()) && Math.abs(pose.n().z()) < 0.9;
  }

  private String volume() {
    List<Integer> voxels = summary.voxels();
    List<String> sizes =
        DoubleStream.of(summary.spacing().toArray()).mapToObj(NumberText::size).toList();
    boolean cubes = sizes.stream().distinct().count() == 1;
    return "volume %d × %d × %d voxels of %s mm"
        .formatted(
            voxels.get(0),
            voxels.get(1),
            voxels.get(2),
            cubes ? sizes.get(0) : String.join(" × ", sizes));
  }

  private String slices() {
    List<Integer> slices = summary.slices();
    int n = slices.size();
    if (n == 1) {
      return "slice " + slices.get(0);
    }
    if (summary.isStack()) {
      return "slices " + slices.get(0) + ".." + slices.get(n - 1);
    }
    return n <= SLICES_LISTED
        ? "slices " + slices.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : "%d slices, from %d to %d".formatted(n, slices.get(0), slices.get(n - 1));
  }

  /** Returns from which side the detector is seen; the normals of free poses may point away. */
  private String side(View pose) {
    boolean parallel = geometry.beam() == Beam.PARALLEL;
    Vec3 towards = parallel ? pose.source().times(-1) : pose.source().minus(pose.center());
    return pose.n().dot(towards) >= 0
        ? ", seen from the source"
        : ", seen from behind the detector";
  }

  private static String span(int count) {
    return "0.." + (count - 1);
  }
}
