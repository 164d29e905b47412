package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.reconstruction.backprojection.Backprojection;
import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import java.util.Arrays;

/** Backprojection on one GPU. */
final class CudaBackprojection implements Backprojection {
  private final String name;
  private final Gpu gpu;
  private final int concurrency;
  private final int mostViews;

  /**
   * Prepares for a GPU that has been opened.
   *
   * @param name of the backend
   * @param concurrency how many threads may use the GPU at a time
   * @param mostViews views of a batch; it changes no value
   */
  CudaBackprojection(String name, Gpu gpu, int concurrency, int mostViews) {
    this.name = name;
    this.gpu = gpu;
    this.concurrency = concurrency;
    this.mostViews = mostViews;
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * {@inheritDoc}
   *
   * @throws GpuException if the GPU fails; where that was fatal, this process does not use it again
   */
  @Override
  public void planes(
      Orbit orbit, UprightGrid grid, FilteredViews views, int zFrom, int zTo, float[] image) {
    Scan scan = new Scan(orbit, grid, views);
    if (views.rows().count() == 0) {
      Arrays.fill(image, 0, Math.multiplyExact(scan.lines(), zTo - zFrom), 0);
      return;
    }
    gpu.inTurn(concurrency, (alone, halvings) -> attempt(scan, zFrom, zTo, image, alone, halvings));
  }

  /**
   * Computes planes; returns false where the memory did not suffice, and the whole device or less
   * at a time may do.
   */
  private boolean attempt(
      Scan scan, int zFrom, int zTo, float[] image, boolean alone, int halvings) {
    Portion portion = Portion.whole(scan, zTo - zFrom, mostViews).halved(scan, halvings);
    try (ViewBatches batches = new ViewBatches(gpu, scan, portion)) {
      for (int z = zFrom; z < zTo; z += portion.planes()) {
        int depth = Math.min(portion.planes(), zTo - z);
        batches.planes(z, depth, image, Math.multiplyExact(z - zFrom, scan.lines()));
      }
      return true;
    } catch (GpuException e) {
      if (e.kind() == Kind.OUT_OF_MEMORY && (!alone || !portion.isLeast())) {
        return false;
      }
      throw e;
    }
  }
}
