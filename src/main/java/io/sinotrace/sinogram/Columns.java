package io.sinotrace.sinogram;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of the columns of a dataset, which are those of the table too.
 *
 * <p>The sinogram has {@link #VIEW}, {@link #ROW} and {@linkplain ValueColumn value columns}:
 * {@link #LINE_INTEGRAL}, or the fields of the struct {@link #AREAL_DENSITY}, one a material. The
 * table of views has {@link #VIEW}, {@link #ANGLE} and the {@link #VECTORS} of each view. Either is
 * divided by {@link #SCAN}, which is no column of the files: its value stands in the name of their
 * directory. The slices of images have {@link #Z}, {@link #Y} and {@link #MU}, and are divided by
 * {@link #IMAGE} and {@link #SCAN}.
 */
public final class Columns {
  /** Id of the scan. */
  public static final String SCAN = "scan";

  /** Number of the view in the scan. */
  public static final String VIEW = "view";

  /** Number of the detector row. */
  public static final String ROW = "row";

  /** Line integrals of a detector row, one element a detector column. */
  public static final String LINE_INTEGRAL = "line_integral";

  /** Mass of each material along the ray, in g/cm^2: a struct with a field of lists a material. */
  public static final String AREAL_DENSITY = "areal_density";

  /** Angle of the view in degrees; null where the pose was given freely. */
  public static final String ANGLE = "angle";

  /** The source in mm, under a parallel beam the direction of the rays. */
  public static final String SOURCE = "source";

  /** The detector's centre, in mm. */
  public static final String DETECTOR_CENTER = "detector_center";

  /** From one detector column to the next, in mm. */
  public static final String U = "u";

  /** From one detector row to the next, in mm. */
  public static final String V = "v";

  /** The detector's normal, a vector of length 1; see {@link io.sinotrace.geometry.View}. */
  public static final String N = "n";

  /** The columns of vectors in the world, arrays of three doubles, in their order in the files. */
  public static final List<String> VECTORS = List.of(SOURCE, DETECTOR_CENTER, U, V, N);

  /** Number of an image's plane; see {@link #MU}. */
  public static final String Z = "z";

  /** Number of a line of voxels in its plane. */
  public static final String Y = "y";

  /** The values of a line of voxels of an image, along x, in the unit that its manifest names. */
  public static final String MU = "mu";

  /** The name of an image, which is no column of its files, as {@link #SCAN} is none. */
  public static final String IMAGE = "image";

  /** All columns of sinograms but those that protocols give, whose names are their own. */
  public static final Set<String> ALL =
      Stream.concat(
              Stream.of(SCAN, VIEW, ROW, LINE_INTEGRAL, AREAL_DENSITY, ANGLE), VECTORS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private Columns() {}
}
