package io.sinotrace.spark.iterate;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** See {@link IterativeMethod#CGLS}. */
final class Cgls implements Iteration {
  private final ScanVectors vectors;
  private StoredVector image;
  private StoredVector residual;

  /** The direction of the last step; null before the first. */
  private @Nullable StoredVector direction;

  /** The square of the norm of the gradient {@code A' (y - A x)} before the last step. */
  private double gradient;

  /** Begins at an image of zeros. */
  Cgls(ScanVectors vectors, StoredVector data) throws IOException {
    this.vectors = vectors;
    this.residual = data;
    this.image = vectors.image(0);
  }

  @Override
  public double step() throws IOException {
    StoredVector descent = vectors.adjoint(residual);
    double squares = descent.squares();
    StoredVector next = descent;
    if (direction != null) {
      next = vectors.sum(descent, gradient > 0 ? squares / gradient : 0, direction);
      vectors.delete(descent, direction);
    }
    direction = next;
    gradient = squares;
    StoredVector projected = vectors.forward(next);
    double change = projected.squares();
    // Where there is no direction left to go, this is the solution.
    double length = change > 0 ? gradient / change : 0;
    StoredVector moved = vectors.sum(image, length, next);
    StoredVector left = vectors.sum(residual, -length, projected);
    vectors.delete(image, residual, projected);
    image = moved;
    residual = left;
    return Math.sqrt(residual.squares());
  }

  @Override
  public StoredVector image() {
    return image;
  }
}
