package io.sinotrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class JvmMemoryTest {
  private static final long MIB = 1 << 20;

  @Test
  void whatIsInUseCounts() {
    // The 16 MiB that must stay free are not: with 40 MiB held, 48 below the limit is too much.
    ByteBuffer held = ByteBuffer.allocateDirect((int) (40 * MIB));
    long bytes = JvmMemory.OFF_HEAP.limit() - 48 * MIB;
    JvmMemory.OFF_HEAP.requireLimit(bytes, "the volume");
    InsufficientMemoryException e =
        assertThrows(
            InsufficientMemoryException.class,
            () -> JvmMemory.OFF_HEAP.require(bytes, "the volume"));
    assertTrue(
        e.getMessage()
                .startsWith("the volume takes %.1f MiB off the heap".formatted(bytes / 0x1p20))
            && e.getMessage().contains("-XX:MaxDirectMemorySize"),
        e.getMessage());
    assertEquals(40 * MIB, held.capacity());
  }

  @Test
  void moreThanTheLimitIsRefusedAtOnce() {
    long bytes = JvmMemory.HEAP.limit() - 127 * MIB;
    assertThrows(
        InsufficientMemoryException.class, () -> JvmMemory.HEAP.requireLimit(bytes, "a copy"));
    JvmMemory.HEAP.requireLimit(bytes - MIB, "a copy");
  }

  @Test
  void largeArraysTakeWholeRegions() {
    assertEquals(MIB / 2, JvmMemory.taken(MIB / 2, MIB));
    assertEquals(MIB, JvmMemory.taken(MIB / 2 + 4, MIB));
    // With its header an array of a region no longer fits into it.
    assertEquals(2 * MIB, JvmMemory.taken(MIB, MIB));
    assertEquals(5 * MIB + 3, JvmMemory.taken(5 * MIB + 3, 0));
    // 8 GiB are 2048 regions of 4 MiB.
    assertEquals(10 * 8 * MIB, JvmMemory.taken(10, 5 * MIB, 8192 * MIB));
    assertEquals(10 * 2 * MIB, JvmMemory.taken(10, 2 * MIB, 8192 * MIB));
  }

  @Test
  void onlyMemoryForDataIsTold() {
    InsufficientMemoryException told = new InsufficientMemoryException("told");
    assertSame(told, InsufficientMemoryException.behind(new IllegalStateException(told)));
    InsufficientMemoryException heap =
        InsufficientMemoryException.behind(
            new IllegalStateException(new OutOfMemoryError("Java heap space")));
    assertTrue(heap != null && heap.getMessage().endsWith("Java heap space"));
    assertTrue(heap != null && heap.getCause() == null);
    assertNull(InsufficientMemoryException.behind(new OutOfMemoryError("Metaspace")));
    assertNull(InsufficientMemoryException.behind(new IllegalStateException("other")));
  }

  @Test
  void theJvmsOwnWordsAreKnown() {
    OutOfMemoryError heap =
        assertThrows(OutOfMemoryError.class, () -> consume(new long[Integer.MAX_VALUE]));
    assertTrue(InsufficientMemoryException.behind(heap) != null, heap.getMessage());
  }

  private static void consume(long[] array) {
    assertEquals(Integer.MAX_VALUE, array.length);
  }
}
