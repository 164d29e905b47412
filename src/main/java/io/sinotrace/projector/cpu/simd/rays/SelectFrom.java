package io.sinotrace.projector.cpu.simd.rays;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;

/** The permutation of two vectors by one instruction, which JVMs from version 24 on offer. */
public final class SelectFrom {
  /** Whether this JVM has it. */
  public static final boolean AVAILABLE = Runtime.version().feature() >= 24;

  private SelectFrom() {}

  /**
   * Returns {@code IntVector.selectFrom(v1, v2)}, which takes and returns {@link IntVector}s. To be
   * kept in a static final field, so that the compiler inlines the call.
   */
  public static MethodHandle handle() {
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
