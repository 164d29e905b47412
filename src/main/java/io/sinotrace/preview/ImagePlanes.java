package io.sinotrace.preview;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.preview.chart.Axis;
import io.sinotrace.preview.chart.Chart;
import io.sinotrace.preview.chart.OrientationLabels;
import io.sinotrace.preview.chart.Sheet;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.preview.raster.Raster;
import io.sinotrace.preview.raster.Shading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The picture of an image: its middle planes across its third, second and first axis, beside each
 * other, to scale, with the patient's sides where they are known. A plane of one line of voxels is
 * left out, unless there is no other.
 */
public final class ImagePlanes {
  /** The share of values that are darker, or brighter, than all shades of the usual window. */
  private static final double BEYOND = 0.002;

  private static final String[] NAMES = {"x", "y", "z"};

  private final ImageVoxels grid;
  private final ImageCaption caption;
  private final List<Plane> planes = new ArrayList<>();

  /** The middle plane across an axis: [row][column], the axes that these run along. */
  private record Plane(int across, int columns, int rows, float[] values) {}

  /** Prepares to gather what the picture of an image on a grid shows. */
  public ImagePlanes(ImageVoxels grid, ImageCaption caption) {
    this.grid = grid;
    this.caption = caption;
    add(2, 0, 1);
    add(1, 0, 2);
    add(0, 1, 2);
    if (planes.isEmpty()) {
      planes.add(new Plane(2, 0, 1, new float[grid.nx() * grid.ny()]));
    }
  }

  private void add(int across, int columns, int rows) {
    if (grid.size(columns) > 1 && grid.size(rows) > 1) {
      int pixels = Math.multiplyExact(grid.size(columns), grid.size(rows));
      planes.add(new Plane(across, columns, rows, new float[pixels]));
    }
  }

  /** Takes what it shows of plane z of the image: [y][x], x fastest. */
  public void take(int z, float[] plane) {
    int nx = grid.nx();
    for (Plane shown : planes) {
      if (shown.across == 2 && z == grid.nz() >> 1) {
        System.arraycopy(plane, 0, shown.values, 0, shown.values.length);
      } else if (shown.across == 1) {
        System.arraycopy(plane, (grid.ny() >> 1) * nx, shown.values, z * nx, nx);
      } else if (shown.across == 0) {
        for (int y = 0; y < grid.ny(); y++) {
          shown.values[z * grid.ny() + y] = plane[y * nx + (nx >> 1)];
        }
      }
    }
  }

  /**
   * Returns the PNG file, once all planes were taken.
   *
   * @param window the values that are black and white; null for the range of nearly all
   */
  public byte[] png(@Nullable DisplayWindow window) {
    planes.forEach(plane -> caption.convert(plane.values));
    Shading shading = caption.shading(window == null ? usual() : window);
    Sheet sheet = new Sheet();
    sheet.add(planes.stream().map(plane -> chart(plane, shading)).toList());
    return sheet.png();
  }

  private Chart chart(Plane plane, Shading shading) {
    Raster raster = new Raster(plane.values, grid.size(plane.rows), grid.size(plane.columns));
    String which = planeName(plane.across) + middle(grid.size(plane.across));
    return chart(
        grid,
        caption,
        raster,
        List.of(plane.columns, plane.rows),
        which,
        caption.values(),
        shading);
  }

  /** Returns which of some planes or lines the middle one is. */
  static String middle(int count) {
    return count == 1 ? ", the only one" : " %d of 0..%d".formatted(count >> 1, count - 1);
  }

  private static String planeName(int across) {
    return "plane " + NAMES[across];
  }

  /**
   * Returns the chart of a plane of a grid.
   *
   * @param axes of the grid along which its columns and rows run
   */
  static Chart chart(
      ImageVoxels grid,
      ImageCaption caption,
      Raster raster,
      List<Integer> axes,
      String line,
      String values,
      Shading shading) {
    Vec3 right = grid.indexToWorld().column(axes.get(0));
    Vec3 forth = grid.indexToWorld().column(axes.get(1));
    // The front and the head are drawn above, whichever way the voxels are counted.
    boolean upwards = forth.get(mainAxis(forth)) > 0;
    return new Chart(
        caption.title(),
        List.of(line, caption.line()),
        raster,
        axis(grid, axes.get(0)),
        axis(grid, axes.get(1)),
        values,
        upwards,
        shading,
        caption.sidesKnown()
            ? OrientationLabels.of(right, upwards ? forth : forth.times(-1))
            : null);
  }

  /** Returns places in the world along an axis of a grid, or in it where it is askew. */
  static Axis axis(ImageVoxels grid, int axis) {
    Vec3 step = grid.indexToWorld().column(axis);
    int main = mainAxis(step);
    boolean straight = Math.abs(step.get(main)) == step.norm();
    double first = straight ? grid.indexToWorld().point(Vec3.ZERO).get(main) : 0;
    double pitch = straight ? step.get(main) : step.norm();
    return new Axis(
        straight ? NAMES[main] : "from the first voxel",
        Axis.Unit.MILLIMETRE,
        first,
        first + (grid.size(axis) - 1) * pitch);
  }

  private static int mainAxis(Vec3 direction) {
    int main = 0;
    for (int k = 1; k < 3; k++) {
      main = Math.abs(direction.get(k)) > Math.abs(direction.get(main)) ? k : main;
    }
    return main;
  }

  private DisplayWindow usual() {
    int most = planes.stream().mapToInt(plane -> plane.values.length).sum();
    float[] sorted = new float[most];
    int n = 0;
    for (Plane plane : planes) {
      for (float value : plane.values) {
        if (Float.isFinite(value)) {
          sorted[n++] = value;
        }
      }
    }
    return usual(sorted, n);
  }

  /** Returns the window of nearly all of the first so many values, which are sorted by it. */
  static DisplayWindow usual(float[] values, int n) {
    if (n == 0) {
      return new DisplayWindow(0, 1);
    }
    Arrays.sort(values, 0, n);
    float low = values[(int) (BEYOND * n)];
    float high = values[n - 1 - (int) (BEYOND * n)];
    return low < high ? new DisplayWindow(low, high) : new DisplayWindow(low, low + 1);
  }
}
