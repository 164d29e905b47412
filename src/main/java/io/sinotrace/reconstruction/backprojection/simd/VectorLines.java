package io.sinotrace.reconstruction.backprojection.simd;

import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.ScalarLines;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * A voxel in each lane of a vector.
 *
 * <p>The rows that a vector of voxels is between follow one another closely: they lie in one or two
 * vectors of the line, which are loaded as they are and permuted; loads of single lanes would take
 * longer than all the rest. Where rows are farther apart than that, voxels are taken one by one.
 */
public final class VectorLines implements LineKernel {
  private static final int LEAST_BITS = 256;
  private static final int MOST_BITS = 512;

  private static final VectorShape SHAPE =
      VectorShape.forBitSize(Math.min(FloatVector.SPECIES_PREFERRED.vectorBitSize(), MOST_BITS));

  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
  private static final int LANES = FLOATS.length();

  /** Rows from a voxel to the next up to which those of a vector lie in so many of the line. */
  private static final float IN_ONE = (LANES - 1.001f) / (LANES - 1);

  private static final float IN_TWO = (2 * LANES - 1.001f) / (LANES - 1);

  /** Left shift that moves the bit of an index that says which vector it is in to the sign. */
  private static final int TO_SIGN = Integer.numberOfLeadingZeros(LANES);

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  private static final FloatVector LANE_NUMBERS = laneNumbers();

  private final LineKernel single = new ScalarLines();

  private static FloatVector laneNumbers() {
    float[] numbers = new float[LANES];
    for (int k = 0; k < LANES; k++) {
      numbers[k] = k;
    }
    return FloatVector.fromArray(FLOATS, numbers, 0);
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public String refusal() {
    int bits = FLOATS.vectorBitSize();
    return bits < LEAST_BITS ? "vectors of %d bits".formatted(bits) : "";
  }

  @Override
  public void interpolate(
      float[] view, int left, int right, float share, int count, float[] line, int at) {
    FloatVector shares = FloatVector.broadcast(FLOATS, share);
    for (int r = 0; r < count; r += LANES) {
      FloatVector here = FloatVector.fromArray(FLOATS, view, left + r);
      FloatVector next = FloatVector.fromArray(FLOATS, view, right + r);
      shares.fma(next.sub(here), here).intoArray(line, at + r);
    }
  }

  @Override
  public void add(
      float[] line,
      int middle,
      float start,
      float step,
      float weight,
      float lo,
      float hi,
      int first,
      int count,
      float[] sums,
      int at) {
    float width = Math.abs(step);
    if (width <= IN_ONE) {
      addOfOne(line, middle, start, step, weight, lo, hi, first, count, sums, at);
    } else if (width <= IN_TWO) {
      addOfTwo(line, middle, start, step, weight, lo, hi, first, count, sums, at);
    } else {
      single.add(line, middle, start, step, weight, lo, hi, first, count, sums, at);
    }
  }

  /** Returns the least j of a vector of voxels. */
  private static int base(float start, float step, float lo, float hi, int k) {
    int end = step < 0 ? k + LANES - 1 : k;
    float p = Math.min(Math.max(Math.fma((float) end, step, start), lo), hi);
    return Float.floatToRawIntBits(p + ROUNDER) - ROUNDER_BITS;
  }

  private static void addOfOne(
      float[] line,
      int middle,
      float start,
      float step,
      float weight,
      float lo,
      float hi,
      int first,
      int count,
      float[] sums,
      int at) {
    FloatVector steps = FloatVector.broadcast(FLOATS, step);
    FloatVector starts = FloatVector.broadcast(FLOATS, start);
    FloatVector weights = FloatVector.broadcast(FLOATS, weight);
    for (int k = 0; k < count; k += LANES) {
      int base = base(start, step, lo, hi, first + k);
      FloatVector p = LANE_NUMBERS.add((float) (first + k)).fma(steps, starts).max(lo).min(hi);
      FloatVector rounded = p.add(ROUNDER);
      FloatVector f = p.sub(rounded.sub(ROUNDER)).add(0.5f);
      VectorShuffle<Integer> rows =
          rounded.reinterpretAsInts().sub(ROUNDER_BITS + base).and(LANES - 1).toShuffle();
      IntVector a =
          FloatVector.fromArray(FLOATS, line, middle + base).reinterpretAsInts().rearrange(rows);
      IntVector b =
          FloatVector.fromArray(FLOATS, line, middle + base + 1)
              .reinterpretAsInts()
              .rearrange(rows);
      FloatVector here = a.reinterpretAsFloats();
      FloatVector value = f.fma(b.reinterpretAsFloats().sub(here), here);
      weights.fma(value, FloatVector.fromArray(FLOATS, sums, at + k)).intoArray(sums, at + k);
    }
  }

  private static void addOfTwo(
      float[] line,
      int middle,
      float start,
      float step,
      float weight,
      float lo,
      float hi,
      int first,
      int count,
      float[] sums,
      int at) {
    FloatVector steps = FloatVector.broadcast(FLOATS, step);
    FloatVector starts = FloatVector.broadcast(FLOATS, start);
    FloatVector weights = FloatVector.broadcast(FLOATS, weight);
    for (int k = 0; k < count; k += LANES) {
      int base = base(start, step, lo, hi, first + k);
      FloatVector p = LANE_NUMBERS.add((float) (first + k)).fma(steps, starts).max(lo).min(hi);
      FloatVector rounded = p.add(ROUNDER);
      FloatVector f = p.sub(rounded.sub(ROUNDER)).add(0.5f);
      IntVector row = rounded.reinterpretAsInts().sub(ROUNDER_BITS + base);
      VectorShuffle<Integer> rows = row.and(LANES - 1).toShuffle();
      IntVector inSecond =
          row.lanewise(VectorOperators.LSHL, TO_SIGN).lanewise(VectorOperators.ASHR, 31);
      int here = middle + base;
      FloatVector a = permuted(line, here, rows, inSecond);
      FloatVector b = permuted(line, here + 1, rows, inSecond);
      FloatVector value = f.fma(b.sub(a), a);
      weights.fma(value, FloatVector.fromArray(FLOATS, sums, at + k)).intoArray(sums, at + k);
    }
  }

  /** Returns elements of two neighbouring vectors of a line. */
  private static FloatVector permuted(
      float[] line, int at, VectorShuffle<Integer> rows, IntVector inSecond) {
    IntVector one = FloatVector.fromArray(FLOATS, line, at).reinterpretAsInts();
    IntVector two = FloatVector.fromArray(FLOATS, line, at + LANES).reinterpretAsInts();
    return one.rearrange(rows)
        .lanewise(VectorOperators.BITWISE_BLEND, two.rearrange(rows), inSecond)
        .reinterpretAsFloats();
  }
}
