package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.kernel.VoxelLayout;
import io.sinotrace.standin.Control.Failure;
import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a volume comes to the device and when it goes. */
class DeviceVolumeTest extends OnStandIn {
  private static final VoxelGrid GRID = VoxelGrid.centred(20, 18, 16, new Vec3(1, 1, 1));
  private static final Geometry SCAN =
      Trajectories.cone(100, 150, Panel.flat(40, 20, 2), Trajectories.angles(5, 0, 360));

  private static Volume volume() {
    return TestGrids.randomVolume(GRID, 0, new SplittableRandom(1));
  }

  private static Gpu gpu() {
    Gpu gpu = Gpus.find(null);
    gpu.open();
    return gpu;
  }

  private static float[] project(Gpu gpu, Volume volume) {
    float[] out = new float[(int) SCAN.rays()];
    try (Projector projector = new CudaProjector(gpu, 2, volume, SCAN)) {
      projector.project(SCAN.all(), out);
    }
    return out;
  }

  private static float[] right(Volume volume) {
    float[] out = new float[(int) SCAN.rays()];
    try (Projector projector = new ScalarProjector(volume, SCAN)) {
      projector.project(SCAN.all(), out);
    }
    return out;
  }

  @Test
  void aVolumeThatIsClosedGivesItsDeviceMemoryBack() {
    Gpu gpu = gpu();
    Volume volume = volume();
    Volume other = volume();
    project(gpu, volume);
    project(gpu, other);
    long before = control.held().deviceBytes();
    volume.close();
    assertEquals(VoxelLayout.whole(GRID, 1, 2).bytes(), before - control.held().deviceBytes());
    volume.close();
    assertEquals(VoxelLayout.whole(GRID, 1, 2).bytes(), before - control.held().deviceBytes());
    assertThrows(IllegalStateException.class, () -> project(gpu, volume));
    long sent = control.bytesToDevice();
    assertArrayEquals(right(other), project(gpu, other));
    assertTrue(control.bytesToDevice() - sent < Float.BYTES * GRID.voxels(), "it is still there");
  }

  @Test
  void aVolumeIsClosedFromAThreadThatNeverUsedTheDevice() throws InterruptedException {
    Volume volume = volume();
    project(gpu(), volume);
    long before = control.held().deviceBytes();
    Thread thread = new Thread(volume::close);
    thread.start();
    thread.join();
    assertEquals(VoxelLayout.whole(GRID, 1, 2).bytes(), before - control.held().deviceBytes());
  }

  @Test
  void aVolumeMayBeClosedAfterItsDevice() {
    Volume volume = volume();
    project(gpu(), volume);
    Gpus.close();
    volume.close();
  }

  @Test
  void aVolumeIsClosedQuietlyWhereTheDeviceHasFailed() {
    Volume volume = volume();
    Gpu gpu = gpu();
    project(gpu, volume);
    control.failAt(3, 700, Failure.STICKY);
    assertThrows(GpuException.class, () -> project(gpu, volume));
    volume.close();
  }

  @Test
  void whatEveryCallOfAnUploadLeavesWhenItFailsIsNothing() {
    for (int n = 1; n <= 40; n++) {
      Volume volume = volume();
      Gpu gpu = gpu();
      control.failAt(n, 1, Failure.ONCE);
      try {
        assertArrayEquals(right(volume), project(gpu, volume));
      } catch (GpuException e) {
        assertTrue(e.getMessage().contains("CUDA_ERROR_INVALID_VALUE"), e.getMessage());
      }
      control.failNothing();
      volume.close();
      assertArrayEquals(right(volume()), project(gpu, volume()));
      Gpus.close();
    }
  }

  /** Hands out its slabs when others have begun to ask for theirs. */
  private record Gated(Volume voxels, CountDownLatch asked, DerivedForms derivedForms)
      implements Volume {
    @Override
    public VoxelGrid grid() {
      return voxels.grid();
    }

    @Override
    public int channels() {
      return voxels.channels();
    }

    @Override
    public FloatBuffer slab(int channel, int z) {
      asked.countDown();
      try {
        assertTrue(asked.await(20, TimeUnit.SECONDS), "one upload waits for another");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return voxels.slab(channel, z);
    }
  }

  @Test
  void twoVolumesAreUploadedAtTheSameTime() throws Exception {
    Gpu gpu = gpu();
    // Each thread asks for its first slab and goes on when the other has, too: with one upload
    // after
    // the other, the first would wait for the second for ever.
    CountDownLatch asked = new CountDownLatch(2);
    inTwoThreads(
        () -> project(gpu, new Gated(volume(), asked, new DerivedForms())),
        () -> project(gpu, new Gated(volume(), asked, new DerivedForms())));
  }

  @Test
  void twoThreadsUploadAVolumeOnce() throws Exception {
    Gpu gpu = gpu();
    for (int round = 0; round < 20; round++) {
      Volume volume = volume();
      long sent = control.bytesToDevice();
      inTwoThreads(() -> project(gpu, volume), () -> project(gpu, volume));
      assertTrue(control.bytesToDevice() - sent < 2 * Float.BYTES * GRID.voxels());
      volume.close();
    }
  }

  private interface Work {
    float[] run();
  }

  private static void inTwoThreads(Work first, Work second) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<float[]>> running = new ArrayList<>();
      running.add(pool.submit(first::run));
      running.add(pool.submit(second::run));
      for (Future<float[]> one : running) {
        assertArrayEquals(right(volume()), one.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
