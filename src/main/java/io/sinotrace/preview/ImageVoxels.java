package io.sinotrace.preview;

import io.sinotrace.geometry.Affine;

/**
 * The voxels of an image.
 *
 * @param nx voxels along the first axis
 * @param ny voxels along the second axis
 * @param nz voxels along the third axis
 * @param indexToWorld from their numbers to millimetres in the world
 */
public record ImageVoxels(int nx, int ny, int nz, Affine indexToWorld) {
  /** Returns the number of voxels along axis 0, 1 or 2. */
  int size(int axis) {
    return axis == 0 ? nx : axis == 1 ? ny : nz;
  }
}
