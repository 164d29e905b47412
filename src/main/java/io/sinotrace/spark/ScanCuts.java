package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.description.ComputeSpec;
import io.sinotrace.plan.ScanCut;
import io.sinotrace.plan.TilePlanner;
import io.sinotrace.projector.Backends;
import io.sinotrace.sinogram.commit.ScanManifest.Acquisition;
import io.sinotrace.volume.VoxelGrid;
import java.util.Objects;

/** How scans are cut into tiles, each of which a task traces. */
public final class ScanCuts {
  private ScanCuts() {}

  /**
   * Cuts a scan. Where its volume is to be held as a whole, by its sizes alone. Where the volume
   * has to pass through memory for each tile, there are as few tiles as there is memory for their
   * sums, but one at least for each task that works at a time.
   *
   * @param grid of the volume
   * @param channels of the volume; 0 where it is not in memory
   * @param raysPerPixel how many rays a pixel has
   * @param slots how many tasks of it should run at a time at least
   * @throws InputException if the description asks for what cannot be cut
   */
  public static ScanCut cut(
      ComputeSpec compute,
      Acquisition shape,
      VoxelGrid grid,
      int channels,
      int raysPerPixel,
      int slots) {
    TracingMemory memory = TracingMemory.ofExecutors();
    long rays = (long) shape.views() * shape.rows() * shape.columns() * raysPerPixel;
    String backend = likely(compute.backend());
    boolean held = memory.holds(grid, channels, rays, backend);
    TilePlanner.TaskSize size =
        held
            ? TilePlanner.TaskSize.DEFAULT
            : TilePlanner.TaskSize.largest(memory.mostRays(channels) / raysPerPixel);
    return TilePlanner.plan(
        shape.views(),
        shape.rows(),
        shape.columns(),
        compute.split(),
        Objects.requireNonNullElse(compute.partitions(), 0),
        held ? slots : memory.tasksOfBands(grid, channels, backend, slots),
        size);
  }

  /** Returns the backend that will trace; where executors choose it, the one with a copy. */
  public static String likely(String backend) {
    if (!backend.equals(Backends.AUTO)) {
      return backend;
    }
    return SparkSettings.isLocal()
        ? Backends.choose(backend, SparkResources.here()).backend().name()
        : TracingMemory.SIMD;
  }
}
