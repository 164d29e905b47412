package io.sinotrace.physics.protocol;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Weights of at least 0 by which the sum of some columns of a matrix comes nearest to 1 in every
 * row.
 *
 * <p>The active-set method of Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23),
 * which adds one column at a time and so ends with few of them; which one, and when it is enough,
 * is the caller's. Only +, -, *, / and square roots: the same result in every JVM.
 */
final class NonNegativeLeastSquares {
  private final double[][] columns;
  private final int rows;
  private final double[] weights;
  private final BitSet chosen = new BitSet();
  private final double[] residual;

  /** Of the columns. */
  private final double[] lengths;

  /**
   * Prepares the search.
   *
   * @param columns of the matrix, each with a value a row; not changed
   */
  NonNegativeLeastSquares(double[][] columns) {
    this.columns = columns;
    this.rows = columns[0].length;
    this.weights = new double[columns.length];
    this.residual = new double[rows];
    this.lengths = Arrays.stream(columns).mapToDouble(c -> Math.sqrt(dot(c, c, 0))).toArray();
  }

  /** Returns how far the sum is from 1 in the row where it is farthest. */
  double distance() {
    Arrays.fill(residual, 1);
    for (int j = chosen.nextSetBit(0); j >= 0; j = chosen.nextSetBit(j + 1)) {
      double weight = weights[j];
      double[] column = columns[j];
      for (int i = 0; i < rows; i++) {
        residual[i] -= weight * column[i];
      }
    }
    double greatest = 0;
    for (double distance : residual) {
      greatest = Math.max(greatest, Math.abs(distance));
    }
    return greatest;
  }

  /**
   * Returns by how much a column would reduce the distance at first, for its length; 0 if it is in
   * use. As of the last call of {@link #distance}.
   */
  double gain(int column) {
    if (chosen.get(column)) {
      return 0;
    }
    return lengths[column] > 0
        ? Math.max(0, dot(columns[column], residual, 0) / lengths[column])
        : 0;
  }

  /** Returns how many rows the matrix has. */
  int rows() {
    return rows;
  }

  /** Takes a column into use; it, or another, may get the weight 0. */
  void add(int column) {
    chosen.set(column);
    solve();
  }

  /** Returns the weight of each column: 0 for those that are not needed. */
  double[] weights() {
    return weights.clone();
  }

  /** Solves for the chosen columns, giving up those whose weight would not be above 0. */
  private void solve() {
    while (!chosen.isEmpty()) {
      int[] set = chosen.stream().toArray();
      double[] free = leastSquares(set);
      double step = 1;
      int limiting = -1;
      for (int k = 0; k < set.length; k++) {
        if (free[k] <= 0) {
          double old = weights[set[k]];
          double until = old > 0 ? old / (old - free[k]) : 0;
          if (limiting < 0 || until < step) {
            step = until;
            limiting = set[k];
          }
        }
      }
      for (int k = 0; k < set.length; k++) {
        int j = set[k];
        weights[j] = limiting < 0 ? free[k] : weights[j] + step * (free[k] - weights[j]);
        if (limiting >= 0 && (j == limiting || weights[j] <= 0)) {
          weights[j] = 0;
          chosen.clear(j);
        }
      }
      if (limiting < 0) {
        return;
      }
    }
  }

  /**
   * Returns the weights of some columns, of any sign, by which their sum comes nearest to 1: by
   * Householder reflections, each column scaled to length 1 first.
   */
  private double[] leastSquares(int[] set) {
    int count = set.length;
    double[][] r = new double[count][];
    for (int k = 0; k < count; k++) {
      double[] column = columns[set[k]];
      r[k] = new double[rows];
      for (int i = 0; i < rows; i++) {
        r[k][i] = column[i] / lengths[set[k]];
      }
    }
    double[] right = new double[rows];
    Arrays.fill(right, 1);
    double[] diagonal = new double[count];
    for (int k = 0; k < count; k++) {
      double[] v = r[k];
      double norm = Math.sqrt(dot(v, v, k));
      diagonal[k] = v[k] > 0 ? -norm : norm;
      v[k] -= diagonal[k];
      double squares = dot(v, v, k);
      if (squares > 0) {
        for (int c = k + 1; c < count; c++) {
          reflect(r[c], v, squares, k);
        }
        reflect(right, v, squares, k);
      }
    }
    double[] solution = new double[count];
    for (int k = count - 1; k >= 0; k--) {
      double sum = right[k];
      for (int c = k + 1; c < count; c++) {
        sum -= r[c][k] * solution[c];
      }
      // A column that the others span: without it nothing is lost.
      solution[k] = diagonal[k] == 0 ? 0 : sum / diagonal[k];
    }
    for (int k = 0; k < count; k++) {
      solution[k] /= lengths[set[k]];
    }
    return solution;
  }

  private void reflect(double[] vector, double[] v, double squares, int from) {
    double factor = 2 * dot(vector, v, from) / squares;
    for (int i = from; i < rows; i++) {
      vector[i] -= factor * v[i];
    }
  }

  /** Four sums instead of one: additions of a single one would wait for each other. */
  private double dot(double[] a, double[] b, int from) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = from;
    for (; i + 3 < rows; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (; i < rows; i++) {
      sum0 += a[i] * b[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}
