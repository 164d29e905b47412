package io.sinotrace.reconstruction.backprojection.simd;

import io.sinotrace.reconstruction.backprojection.LineKernel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;

/**
 * Permutes two neighbouring vectors of rows in one instruction: for JVMs from version 24 on, which
 * offer it.
 */
final class SelectedVectors {
  /** IntVector.selectFrom(v1, v2). A static final handle, so that the compiler inlines the call. */
  private static final MethodHandle SELECT = select();

  private SelectedVectors() {}

  /** See {@link LineKernel#add}; {@code clamps} where p may be beyond lo or hi. */
  static void add(
      float[] line,
      int middle,
      float start,
      float step,
      float weight,
      float lo,
      float hi,
      boolean clamps,
      int first,
      int count,
      float[] sums,
      int at) {
    FloatVector steps = FloatVector.broadcast(Lanes.FLOATS, step);
    FloatVector starts = FloatVector.broadcast(Lanes.FLOATS, start);
    FloatVector weights = FloatVector.broadcast(Lanes.FLOATS, weight);
    try {
      for (int k = 0; k < count; k += Lanes.COUNT) {
        int at0 = middle + Lanes.base(start, step, lo, hi, clamps, first + k);
        FloatVector p = Lanes.NUMBERS.add((float) (first + k)).fma(steps, starts);
        if (clamps) {
          p = p.max(lo).min(hi);
        }
        FloatVector rounded = p.add(LineKernel.ROUNDER);
        FloatVector f = p.sub(rounded.sub(LineKernel.ROUNDER)).add(0.5f);
        IntVector row = rounded.reinterpretAsInts().sub(Lanes.ROUNDER_BITS - middle + at0);
        FloatVector here =
            ((IntVector) SELECT.invokeExact(row, load(line, at0), load(line, at0 + Lanes.COUNT)))
                .reinterpretAsFloats();
        FloatVector next =
            ((IntVector)
                    SELECT.invokeExact(row, load(line, at0 + 1), load(line, at0 + 1 + Lanes.COUNT)))
                .reinterpretAsFloats();
        FloatVector value = f.fma(next.sub(here), here);
        weights
            .fma(value, FloatVector.fromArray(Lanes.FLOATS, sums, at + k))
            .intoArray(sums, at + k);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle select() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              IntVector.class,
              "selectFrom",
              MethodType.methodType(IntVector.class, Vector.class, Vector.class))
          .asType(
              MethodType.methodType(
                  IntVector.class, IntVector.class, IntVector.class, IntVector.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JVM has no selectFrom of two vectors", e);
    }
  }

  private static IntVector load(float[] line, int at) {
    return FloatVector.fromArray(Lanes.FLOATS, line, at).reinterpretAsInts();
  }
}
