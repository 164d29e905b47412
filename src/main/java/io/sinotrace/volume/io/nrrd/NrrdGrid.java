package io.sinotrace.volume.io.nrrd;

import io.sinotrace.geometry.Affine;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the voxels of an NRRD file are: its axes, and their directions in its space.
 *
 * <p>Axes that are not of space ({@code none} among the directions), and those from the fourth on
 * where no directions are given, must have size 1. An origin is the centre of the first voxel. The
 * axis minima of a file without directions are the outer faces of the first voxels, unless it says
 * that its axes are centred on nodes. A space that is not anatomical is taken for LPS+, as ITK
 * does.
 */
final class NrrdGrid {
  /** The limit of the format's own library. */
  private static final int MAX_AXES = 16;

  /** Names of spaces of three dimensions, and the signs of their x and y in RAS+. */
  private static final Map<String, double[]> ANATOMICAL =
      Map.of(
          "right-anterior-superior", new double[] {1, 1, 1},
          "ras", new double[] {1, 1, 1},
          "left-anterior-superior", new double[] {-1, 1, 1},
          "las", new double[] {-1, 1, 1},
          "left-posterior-superior", new double[] {-1, -1, 1},
          "lps", new double[] {-1, -1, 1});

  private static final double[] OTHERWISE = {-1, -1, 1};

  /** Spaces of three dimensions that are not the patient's. */
  private static final List<String> OTHER_SPACES =
      List.of("scanner-xyz", "3d-right-handed", "3d-left-handed");

  private static final Map<String, Double> MILLIMETRES =
      Map.ofEntries(
          Map.entry("", 1.0),
          Map.entry("mm", 1.0),
          Map.entry("millimeter", 1.0),
          Map.entry("millimeters", 1.0),
          Map.entry("cm", 10.0),
          Map.entry("m", 1000.0),
          Map.entry("um", 1e-3),
          Map.entry("\u00b5m", 1e-3), // micro sign
          Map.entry("\u03bcm", 1e-3), // Greek letter mu
          Map.entry("micron", 1e-3),
          Map.entry("microns", 1e-3),
          Map.entry("nm", 1e-6));

  private final NrrdText text;
  private final long[] sizes;

  private NrrdGrid(NrrdText text) {
    this.text = text;
    this.sizes = sizes();
  }

  /**
   * Returns the grid of a file in the world, RAS+.
   *
   * @throws io.sinotrace.InputException naming the line that is at fault or not supported
   */
  static VoxelGrid of(NrrdText text) {
    NrrdGrid axes = new NrrdGrid(text);
    return text.find("space directions") == null ? axes.straight() : axes.directed();
  }

  /** Returns whether the axes are known to be the patient's. */
  static boolean oriented(NrrdText text) {
    String space = text.find("space");
    return space != null
        && ANATOMICAL.containsKey(space.toLowerCase(Locale.ROOT))
        && text.find("space directions") != null;
  }

  private long[] sizes() {
    text.need("dimension");
    long axes = text.whole(0, "dimension");
    if (axes < 3 || axes > MAX_AXES) {
      throw text.fault(
          "3, or up to %d where all others have size 1".formatted(MAX_AXES), "dimension");
    }
    text.need("sizes");
    double[] numbers = text.numbers((int) axes, "sizes");
    long[] sizes = new long[numbers.length];
    for (int k = 0; k < sizes.length; k++) {
      sizes[k] = (long) Math.min(numbers[k], 1e18);
      if (!(numbers[k] >= 1) || numbers[k] != Math.rint(numbers[k])) {
        throw text.fault("whole numbers of at least 1", "sizes");
      }
    }
    return sizes;
  }

  /** Returns the grid of a file that says where its axes point. */
  private VoxelGrid directed() {
    if (text.find("spacings") != null) {
      throw text.fault("either these or space directions", "spacings");
    }
    double[] signs = signs();
    double[] units = units("space units", 3);
    List<double @Nullable []> vectors = text.vectors("space directions", sizes.length);
    List<Integer> space = new ArrayList<>();
    for (int k = 0; k < sizes.length; k++) {
      if (vectors.get(k) != null) {
        space.add(k);
      }
    }
    requireVolume(space, "space directions");
    double[] origin = new double[3];
    if (text.find("space origin") != null) {
      double[] given = text.vectors("space origin", 1).get(0);
      if (given == null) {
        throw text.fault("a point (x,y,z)", "space origin");
      }
      origin = given;
    }
    double[] rows = new double[12];
    for (int r = 0; r < 3; r++) {
      for (int k = 0; k < 3; k++) {
        double[] direction = vectors.get(space.get(k));
        rows[4 * r + k] = direction == null ? 0 : signs[r] * direction[r] * units[r];
      }
      rows[4 * r + 3] = signs[r] * origin[r] * units[r];
    }
    return grid(space, rows);
  }

  /** Returns the grid of a file that gives no more than the distances along its axes. */
  private VoxelGrid straight() {
    if (text.find("spacings") == null) {
      throw text.file().fault("has no line 'space directions: ...' and none 'spacings: ...'");
    }
    double[] signs = signs();
    List<Integer> space = List.of(0, 1, 2);
    requireVolume(space, "sizes");
    double[] spacings = text.numbers(sizes.length, "spacings");
    double[] units = units("units", sizes.length);
    double[] minima =
        text.find("axis mins") == null ? null : text.numbers(sizes.length, "axis mins");
    List<String> centers = text.words("centers", "centerings");
    double[] rows = new double[12];
    for (int k = 0; k < 3; k++) {
      if (!(spacings[k] > 0)) {
        throw text.fault("three numbers above 0", "spacings");
      }
      rows[4 * k + k] = signs[k] * spacings[k] * units[k];
      boolean node = centers.size() > k && centers.get(k).equalsIgnoreCase("node");
      if (minima != null) {
        double centre = node ? minima[k] : minima[k] + spacings[k] / 2;
        if (!Double.isFinite(centre)) {
          throw text.fault("three numbers", "axis mins");
        }
        rows[4 * k + 3] = signs[k] * centre * units[k];
      }
    }
    return grid(space, rows);
  }

  /** Refuses another number of axes of space than three, and others that are longer than 1. */
  private void requireVolume(List<Integer> space, String field) {
    if (space.size() != 3) {
      throw text.fault("three axes of space", field);
    }
    for (int k = 0; k < sizes.length; k++) {
      if (!space.contains(k) && sizes[k] > 1) {
        throw text.fault(
            "one volume, size 1 of each axis that is not of space; split the file first", "sizes");
      }
    }
  }

  private VoxelGrid grid(List<Integer> space, double[] rows) {
    return text.file()
        .grid(sizes[space.get(0)], sizes[space.get(1)], sizes[space.get(2)], Affine.ofRows(rows));
  }

  /** Returns what turns coordinates of the file's space to RAS+. */
  private double[] signs() {
    String given = text.find("space");
    String space = given == null ? "" : given.toLowerCase(Locale.ROOT);
    if (text.whole(3, "space dimension") != 3) {
      throw text.fault("3", "space dimension");
    }
    if (given != null && !ANATOMICAL.containsKey(space) && !OTHER_SPACES.contains(space)) {
      throw text.fault(
          "right-anterior-superior, left-anterior-superior, left-posterior-superior, scanner-xyz,"
              + " 3D-right-handed or 3D-left-handed",
          "space");
    }
    return ANATOMICAL.getOrDefault(space, OTHERWISE);
  }

  /** Returns what turns lengths along so many axes to mm; a unit that is not given is one. */
  private double[] units(String field, int count) {
    List<String> units = text.words(field);
    double[] factors = new double[count];
    for (int k = 0; k < count; k++) {
      String unit = k < units.size() ? units.get(k).toLowerCase(Locale.ROOT) : "";
      // Of an axis that is not of space no length is used.
      factors[k] = k < 3 ? MILLIMETRES.getOrDefault(unit, 0.0) : 1;
      if (factors[k] == 0) {
        throw text.fault("mm, cm, m, um or nm", field);
      }
    }
    return factors;
  }
}
