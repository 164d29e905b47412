package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.JvmMemory;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.spark.TracingMemory;
import io.sinotrace.volume.VoxelGrid;
import org.junit.jupiter.api.Test;

class ExecutorMemoryTest {
  private static final long MIB = 1 << 20;

  @Test
  void allPartsCount() {
    // 512 for Spark, 576 for the copy, 4 x (16 + 32) of tasks: 1280, a quarter more is 1600, in
    // steps of 128 1664. The volume and 256 of buffers: 768. A tenth of the heap is less than 384.
    ExecutorMemory memory = ExecutorMemory.of(512 * MIB, 576 * MIB, 16 * MIB, 4);
    assertEquals(new ExecutorMemory(1664 * MIB, 768 * MIB, (768 + 384) * MIB), memory);
    assertEquals(
        "--conf spark.executor.memory=1664m --conf spark.executor.memoryOverhead=1152m"
            + " --conf spark.executor.extraJavaOptions=-XX:MaxDirectMemorySize=768m",
        memory.settings(false, true));
    assertEquals(
        "SINOTRACE_JAVA_OPTS=\"-Xmx1664m -XX:MaxDirectMemorySize=768m\"",
        memory.settings(true, false));
    assertEquals(
        "SINOTRACE_SUBMIT_ARGS=\"--driver-memory 1664m --driver-java-options"
            + " -XX:MaxDirectMemorySize=768m\"",
        memory.settings(true, true));
  }

  @Test
  void aLargeHeapNeedsMoreOverhead() {
    // 512 + 8192 + 32 = 8736, a quarter more 10920, rounded 11008, of which a tenth is 1101: 1152.
    ExecutorMemory memory = ExecutorMemory.of(8192 * MIB, 8192 * MIB, 0, 1);
    assertEquals(new ExecutorMemory(11008 * MIB, 8448 * MIB, (8448 + 1152) * MIB), memory);
  }

  @Test
  void eachTaskWantsItsPixelsAndRoomToEncodeThem() {
    // 16 + 32, and a quarter more.
    assertEquals(60 * MIB, ExecutorMemory.heapOfATask(16 * MIB));
  }

  @Test
  void theCopyHasGaps() {
    // 64 x 128 lines of 32 voxels and as many again.
    VoxelGrid grid = VoxelGrid.centred(128, 64, 32, new Vec3(1, 1, 1));
    assertEquals(2 * MIB, ExecutorMemory.copy(grid, 1));
  }

  @Test
  void planesOfTheCopyTakeWholeRegionsOfTheHeap() {
    // 512 planes of 512 lines of 544 floats, 1.0625 MiB each: 544 MiB. In a heap of 1.25 x (512 +
    // 544 + 32) MiB, rounded 1408, regions have 1 MiB, and each plane takes two: 1024 MiB. So the
    // heap is to have 1.25 x (512 + 1024 + 32) = 1960 MiB, rounded 2048.
    VoxelGrid grid = VoxelGrid.centred(512, 512, 512, new Vec3(1, 1, 1));
    assertEquals(544 * MIB, ExecutorMemory.copy(grid, 1));
    assertEquals(2048 * MIB, ExecutorMemory.of(grid, 1, true, 0, 1).heap());
    assertEquals(768 * MIB, ExecutorMemory.of(grid, 1, false, 0, 1).heap());
    assertEquals(768 * MIB, ExecutorMemory.of(grid, 1, true, 0, 1).offHeap());
    assertEquals(1792 * MIB, ExecutorMemory.of(grid, 3, true, 0, 1).offHeap());
    assertEquals(3 * 544 * MIB, ExecutorMemory.copy(grid, 3));
  }

  /** What is advised has to do, and is far from what all of the volume needs. */
  @Test
  void bandsWantLess() {
    VoxelGrid grid = VoxelGrid.centred(4000, 4000, 4000, new Vec3(1, 1, 1));
    for (String backend : new String[] {"simd", "scalar"}) {
      for (int tasks : new int[] {1, 3}) {
        ExecutorMemory.Demand scan =
            new ExecutorMemory.Demand(grid, 1, 1L << 30, 64 * MIB, backend);
        ExecutorMemory bands = ExecutorMemory.ofBands(scan, tasks);
        TracingMemory there =
            new TracingMemory(
                JvmMemory.HEAP.available(bands.heap()),
                JvmMemory.OFF_HEAP.available(bands.offHeap()),
                tasks);
        assertTrue(there.takesBands(grid, 1, backend), bands.toString());
        // 32 slabs of 4000 x 4000 floats are 1953 MiB, of three quarters of what may be taken.
        assertTrue(bands.offHeap() < 3212 * MIB, bands.toString());
        assertTrue(ExecutorMemory.of(scan, tasks).offHeap() > 240_000 * MIB);
      }
    }
  }
}
