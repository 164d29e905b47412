package io.sinotrace.spark.job;

import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.job.TileResult.Seconds;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;
import java.util.List;

/**
 * The results of all tiles of a scan.
 *
 * @param wallSeconds from the first task until its pictures were drawn
 */
record ScanResult(ScanPlan plan, List<TileResult> tiles, double wallSeconds) {
  /** Returns the files of the sinogram, in the order of the tiles. */
  List<ScanManifest.File> files() {
    return tiles.stream()
        .flatMap(
            tile -> tile.files().stream().map(file -> ScanManifest.File.of(file, tile.backend())))
        .toList();
  }

  ScanManifest.Volume volume() {
    VoxelGrid grid = plan.grid();
    return new ScanManifest.Volume(
        List.of(grid.nx(), grid.ny(), grid.nz()),
        Arrays.stream(grid.indexToWorld().toArray()).boxed().toList(),
        plan.volume().units().formula());
  }

  ScanManifest.Figures figures() {
    Seconds sum = seconds();
    return new ScanManifest.Figures(
        plan.geometry().rays(),
        Math.round(rayVoxels()),
        tiles.stream().mapToLong(TileResult::rows).sum(),
        bytes(),
        wallSeconds,
        sum.reading(),
        sum.tracing(),
        sum.writing());
  }

  /**
   * Returns the report of it.
   *
   * @param location where the sinogram lies
   * @param chosen whether the backend was chosen automatically, so that the reasons are reported
   * @param previews paths of the pictures
   */
  ScanReport report(String location, boolean chosen, List<String> previews) {
    Seconds sum = seconds();
    return new ScanReport(
        plan.id(),
        location,
        false,
        plan.geometry().rays(),
        rayVoxels(),
        wallSeconds,
        sum.reading(),
        sum.tracing(),
        sum.writing(),
        bytes(),
        tiles.stream().map(TileResult::backend).distinct().sorted().toList(),
        chosen ? tiles.stream().map(TileResult::choice).distinct().sorted().toList() : List.of(),
        previews);
  }

  private long bytes() {
    return tiles.stream().mapToLong(TileResult::bytes).sum();
  }

  private double rayVoxels() {
    return tiles.stream().mapToDouble(TileResult::rayVoxels).sum();
  }

  private Seconds seconds() {
    return tiles.stream().map(TileResult::seconds).reduce(Seconds.NONE, Seconds::plus);
  }
}
