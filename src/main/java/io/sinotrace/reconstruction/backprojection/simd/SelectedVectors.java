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

  /** See {@link VectorLines}. */
  static void add(
      float[] view,
      int left,
      int stride,
      float share,
      float start,
      float step,
      float weight,
      boolean clamps,
      int least,
      int most,
      int first,
      int count,
      float[] sums,
      int at) {
    FloatVector shares = FloatVector.broadcast(Lanes.FLOATS, share);
    FloatVector steps = FloatVector.broadcast(Lanes.FLOATS, step);
    FloatVector starts = FloatVector.broadcast(Lanes.FLOATS, start);
    FloatVector weights = FloatVector.broadcast(Lanes.FLOATS, weight);
    FloatVector numbers = Lanes.NUMBERS.add((float) first);
    long window = Lanes.window(start, step, first, 0);
    long drift = Lanes.drift(step);
    try {
      for (int k = 0; k < count; k += Lanes.COUNT) {
        int base = (int) (window >> 32);
        window += drift;
        FloatVector p = numbers.fma(steps, starts);
        numbers = numbers.add(Lanes.COUNT);
        FloatVector rounded = p.add(LineKernel.ROUNDER);
        FloatVector f = p.sub(rounded.sub(LineKernel.ROUNDER)).add(0.5f);
        IntVector row = rounded.reinterpretAsInts();
        if (clamps) {
          base = Math.min(Math.max(base, least), most);
          row = row.max(Lanes.ROUNDER_BITS + least).min(Lanes.ROUNDER_BITS + most);
        }
        row = row.sub(Lanes.ROUNDER_BITS + base);
        int at0 = left + base;
        FloatVector a = FloatVector.fromArray(Lanes.FLOATS, view, at0);
        a = shares.fma(FloatVector.fromArray(Lanes.FLOATS, view, at0 + stride).sub(a), a);
        FloatVector b = FloatVector.fromArray(Lanes.FLOATS, view, at0 + Lanes.COUNT);
        b =
            shares.fma(
                FloatVector.fromArray(Lanes.FLOATS, view, at0 + Lanes.COUNT + stride).sub(b), b);
        IntVector low = a.reinterpretAsInts();
        IntVector high = b.reinterpretAsInts();
        FloatVector here = ((IntVector) SELECT.invokeExact(row, low, high)).reinterpretAsFloats();
        FloatVector next =
            ((IntVector) SELECT.invokeExact(row.add(1), low, high)).reinterpretAsFloats();
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
}
