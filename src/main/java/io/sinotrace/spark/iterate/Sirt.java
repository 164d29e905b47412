package io.sinotrace.spark.iterate;

import java.io.IOException;

/** See {@link IterativeMethod#SIRT}. */
final class Sirt implements Iteration {
  private final ScanVectors vectors;
  private final StoredVector data;
  private final boolean nonNegative;

  /** R: one over the length of each ray in the grid. */
  private final StoredVector ofRays;

  /** C: one over the length of all rays in each voxel. */
  private final StoredVector ofVoxels;

  private StoredVector image;
  private StoredVector residual;

  /**
   * Begins at an image of zeros.
   *
   * @param nonNegative whether voxels below 0 are set to 0 after each step
   */
  Sirt(ScanVectors vectors, StoredVector data, boolean nonNegative) throws IOException {
    this.vectors = vectors;
    this.data = data;
    this.nonNegative = nonNegative;
    StoredVector voxels = vectors.image(1);
    StoredVector rays = vectors.rays(1);
    StoredVector raySums = vectors.forward(voxels);
    StoredVector voxelSums = vectors.adjoint(rays);
    this.ofRays = vectors.inverse(raySums);
    this.ofVoxels = vectors.inverse(voxelSums);
    vectors.delete(voxels, rays, raySums, voxelSums);
    this.image = vectors.image(0);
    this.residual = data;
  }

  @Override
  public double step() throws IOException {
    StoredVector weighted = vectors.product(residual, ofRays);
    StoredVector back = vectors.adjoint(weighted);
    StoredVector update = vectors.product(back, ofVoxels);
    StoredVector moved =
        nonNegative ? vectors.positiveSum(image, update) : vectors.sum(image, 1, update);
    StoredVector projected = vectors.forward(moved);
    StoredVector left = vectors.sum(data, -1, projected);
    vectors.delete(weighted, back, update, image, projected);
    if (!residual.files().equals(data.files())) {
      vectors.delete(residual);
    }
    image = moved;
    residual = left;
    return Math.sqrt(residual.squares());
  }

  @Override
  public StoredVector image() {
    return image;
  }
}
