package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.geometry.Affine;
import io.sinotrace.projector.cuda.BitTally;
import io.sinotrace.reconstruction.backprojection.Backprojection;
import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.reconstruction.backprojection.RowRange;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.PixelAxis;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An image of random filtered values, added up by the scalar form and by another.
 *
 * @param seed of the values
 */
record TrialImage(String name, Orbit orbit, UprightGrid grid, long seed) {
  private static final double SAD = 500;

  private static final List<Form> FORMS = List.of(Form.PARALLEL, Form.FLAT, Form.CURVED);

  /**
   * Draws one: parallel, flat and curved, cone beams and fans, full turns, short scans and odd
   * angles, detectors off the axis, rows and columns in either direction, few and many rows,
   * columns, views and planes, lines that miss the detector in some views, and planes beyond it.
   */
  static TrialImage drawn(int number, long seed) {
    SplittableRandom random = new SplittableRandom(seed + number);
    Form form = FORMS.get(number % FORMS.size());
    boolean cone = form != Form.PARALLEL && random.nextInt(3) > 0;
    double sdd = form == Form.PARALLEL ? 1 : SAD * random.nextDouble(1, 2);
    int columns = random.nextInt(2, 70);
    int rows = random.nextInt(4) == 0 ? 1 : random.nextInt(1, 80);
    UprightGrid grid = grid(random);
    // Of the field of view, from less than the image to more.
    double width = 200 * random.nextDouble(0.3, 1.5);
    double pixel = width / columns * (form == Form.CURVED ? 1 / SAD : sdd / SAD);
    pixel = form == Form.PARALLEL ? width / columns : pixel;
    double step = random.nextBoolean() ? pixel : -pixel;
    double middle = (columns - 1) / 2.0 + (random.nextBoolean() ? 0 : random.nextDouble(-9, 9));
    PixelAxis across = new PixelAxis(-middle * step, step, columns);
    // Of the image's height at the detector, from a part to more.
    double ends = Math.abs(grid.stepZ()) * grid.grid().nz() * (cone ? sdd / SAD : 1);
    double height = ends / rows * random.nextDouble(0.5, 1.5) * (random.nextBoolean() ? 1 : -1);
    double shift = random.nextInt(4) == 0 ? random.nextDouble(-0.6, 0.6) * ends : 0;
    double lowest = -(rows - 1) / 2.0 * height + shift;
    PixelAxis along = new PixelAxis(lowest, height, rows);
    double[] angles = angles(random);
    double[] cos = new double[angles.length];
    double[] sin = new double[angles.length];
    for (int k = 0; k < angles.length; k++) {
      cos[k] = StrictMath.cos(angles[k]);
      sin[k] = StrictMath.sin(angles[k]);
    }
    double plane = cone ? random.nextDouble(-10, 10) : 0;
    Orbit orbit = new Orbit(form, SAD, sdd, plane, cos, sin, across, along, cone);
    return new TrialImage("image %d".formatted(number), orbit, grid, seed + number);
  }

  /**
   * Draws one of voxels and pixels below a micrometre, far from the axis: with it, float32 tells
   * more of the last bits of float64.
   */
  static TrialImage drawnFine(int number, long seed) {
    SplittableRandom random = new SplittableRandom(seed - number);
    Form form = FORMS.get(number % FORMS.size());
    double x = random.nextDouble(-50, 50);
    double y = random.nextDouble(20, 90);
    double voxel = 1e-3;
    double pixel = 1e-4;
    double place = y;
    if (form == Form.FLAT) {
      place = y * SAD / (SAD - x);
    } else if (form == Form.CURVED) {
      place = StrictMath.atan2(y, SAD - x);
      pixel /= SAD;
    }
    int lines = 50;
    int columns = 1000;
    double[] cos = new double[5];
    double[] sin = new double[5];
    for (int k = 0; k < cos.length; k++) {
      double angle = random.nextDouble(-2e-4, 2e-4);
      cos[k] = StrictMath.cos(angle);
      sin[k] = StrictMath.sin(angle);
    }
    PixelAxis across = new PixelAxis(place - columns / 2.0 * pixel, pixel, columns);
    PixelAxis along = new PixelAxis(-1, 0.7, 4);
    Orbit orbit = new Orbit(form, SAD, SAD, 0, cos, sin, across, along, form != Form.PARALLEL);
    double half = voxel * lines / 2;
    return new TrialImage(
        "fine image %d".formatted(number),
        orbit,
        new UprightGrid(
            new VoxelGrid(
                lines,
                lines,
                2,
                Affine.ofRows(voxel, 0, 0, x - half, 0, voxel, 0, y - half, 0, 0, 0.3, 0.1))),
        seed - number);
  }

  private static double[] angles(SplittableRandom random) {
    double[] angles = new double[random.nextInt(1, 30)];
    double range = Math.toRadians(random.nextBoolean() ? 360 : random.nextDouble(180, 300));
    double start = random.nextDouble(-4, 4);
    boolean anyhow = random.nextInt(4) == 0;
    for (int k = 0; k < angles.length; k++) {
      angles[k] = start + (anyhow ? random.nextDouble(range) : range * k / angles.length);
    }
    return angles;
  }

  /** Returns a grid within 200 mm of the axis, turned about it and somewhere off it. */
  private static UprightGrid grid(SplittableRandom random) {
    int nx = random.nextInt(1, 24);
    int ny = random.nextInt(1, 24);
    int nz = random.nextInt(5) == 0 ? 1 : random.nextInt(1, 90);
    double voxel = random.nextDouble(0.5, 8);
    double turn = random.nextBoolean() ? 0 : random.nextDouble(7);
    double c = voxel * StrictMath.cos(turn);
    double s = voxel * StrictMath.sin(turn);
    double z = random.nextDouble(0.1, 3) * (random.nextInt(4) == 0 ? -1 : 1);
    double x0 = random.nextDouble(-20, 20) - (c * nx - s * ny) / 2;
    double y0 = random.nextDouble(-20, 20) - (s * nx + c * ny) / 2;
    double z0 = random.nextDouble(-5, 5) - z * nz / 2;
    return new UprightGrid(
        new VoxelGrid(nx, ny, nz, Affine.ofRows(c, -s, 0, x0, s, c, 0, y0, 0, 0, z, z0)));
  }

  private int lines() {
    return grid.grid().nx() * grid.grid().ny();
  }

  /** Returns planes as a form adds them up. */
  float[] planes(Backprojection form, int zFrom, int zTo) {
    RowRange rows = RowRange.of(orbit, grid, zFrom, zTo);
    int columns = orbit.columns().count();
    FilteredViews views = new FilteredViews(orbit.views(), columns, rows);
    double[] values = new double[columns];
    for (int view = 0; view < orbit.views(); view++) {
      for (int row = rows.from(); row < rows.to(); row++) {
        SplittableRandom random = new SplittableRandom(seed + ((long) view << 32) + row);
        for (int c = 0; c < columns; c++) {
          values[c] = random.nextDouble(-1, 2);
        }
        views.set(view, row, values);
      }
    }
    float[] image = new float[(zTo - zFrom) * lines()];
    form.planes(orbit, grid, views, zFrom, zTo, image);
    return image;
  }

  /** Compares a form with the scalar one, with slabs of so many planes. */
  BitTally compare(Backprojection form, int planes) {
    int nz = grid.grid().nz();
    float[] right = planes(LineKernels.SCALAR, 0, nz);
    BitTally all = BitTally.NONE;
    for (int z = 0; z < nz; z += planes) {
      int zTo = Math.min(nz, z + planes);
      float[] expected = Arrays.copyOfRange(right, z * lines(), zTo * lines());
      String what = "%s, planes %d to %d".formatted(name, z, zTo);
      all = all.plus(BitTally.of(what, expected, planes(form, z, zTo), 0));
    }
    return all;
  }
}
