package io.sinotrace.reconstruction;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.reconstruction.backprojection.Backprojection;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.helix.Helix;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;

/** How the image of a scan is computed; see the package's description. */
public interface Reconstruction extends Serializable {
  /**
   * Finds out how.
   *
   * @throws InputException if the orbit is none that is known, its views do not suffice, or the
   *     image reaches beyond it or lies askew
   */
  static Reconstruction of(Geometry geometry, VoxelGrid image, FilterSettings filter) {
    return of(geometry, image, filter, 0, image.nz());
  }

  /**
   * Finds out how to compute some planes of an image: that others of them are not seen is no fault.
   *
   * @param zFrom the first plane that is wanted
   * @param zTo the one after the last
   * @throws InputException as above
   */
  static Reconstruction of(
      Geometry geometry, VoxelGrid image, FilterSettings filter, int zFrom, int zTo) {
    UprightGrid grid = new UprightGrid(image);
    return Helix.isHelical(geometry)
        ? HelicalReconstruction.of(geometry, grid, filter, zFrom, zTo)
        : CircularReconstruction.of(geometry, grid, filter);
  }

  /**
   * Checks that an image is within the circle of the source.
   *
   * @throws InputException if it is not
   */
  static void requireInside(UprightGrid grid, Orbit orbit) {
    if (!(grid.radius() < orbit.sourceToAxis())) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the image reaches %.1f mm from the axis, and the source is at %.1f mm: expected a"
                  + " smaller image",
              grid.radius(),
              orbit.sourceToAxis()));
    }
  }

  /** Returns the grid of the image. */
  UprightGrid grid();

  /**
   * Returns the detector rows that planes of the image depend on.
   *
   * @param zFrom the first plane
   * @param zTo the one after the last
   */
  NeededRows needed(int zFrom, int zTo);

  /** Returns the bytes that a slab of planes takes beside the image, while it is computed. */
  long bytes(int zFrom, int zTo);

  /** Returns how many views a voxel is the sum of. */
  int viewsOfVoxel();

  /** Returns the name of the arithmetic of backprojection: another one stands for other bits. */
  String arithmetic();

  /**
   * Returns why no device can add it up, only a {@link
   * io.sinotrace.reconstruction.backprojection.LineKernel}; empty if one can.
   */
  default String deviceRefusal() {
    return "";
  }

  /** Returns what is worth to be known of how it is done, by name. */
  Map<String, String> notes();

  /**
   * Begins a slab of planes.
   *
   * @param backprojection adds it up, where {@link #deviceRefusal} allows that
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for it
   */
  ImageSlab slab(int zFrom, int zTo, Backprojection backprojection);
}
