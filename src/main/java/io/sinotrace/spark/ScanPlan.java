package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.description.ComputeSpec;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.plan.ScanCut;
import io.sinotrace.plan.TilePlan;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.sinogram.commit.ScanManifest.Acquisition;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.coverage.Coverage;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * One scan, planned on the driver: everything is known and checked, nothing is traced yet.
 *
 * @param id the scan's name in the dataset
 * @param volume where the volume comes from
 * @param grid the volume's grid, from its header
 * @param geometry all views and the detector
 * @param cut into partitions, and these into files
 * @param backend the name in the description
 * @param warnings about a geometry that is possible but probably unintended, one line each
 */
public record ScanPlan(
    String id,
    VolumeSource volume,
    VoxelGrid grid,
    Geometry geometry,
    ScanCut cut,
    String backend,
    List<String> warnings) {

  /**
   * Plans all scans of a description.
   *
   * @param slots how many tasks run at a time
   * @throws InputException if a volume cannot be read or anything does not fit together
   */
  public static List<ScanPlan> all(ScanDescription description, Configuration conf, int slots) {
    List<ScanPlan> plans = new ArrayList<>();
    for (ScanSpec scan : description.scans(conf, OnceLog::passedOver)) {
      scan.check();
      plans.add(of(scan, description, conf, slots));
    }
    return plans;
  }

  /** Plans one scan; see {@link #all}. */
  public static ScanPlan of(
      ScanSpec scan, ScanDescription description, Configuration conf, int slots) {
    try {
      return checked(scan, description, conf, slots);
    } catch (InputException e) {
      throw description.located(e);
    }
  }

  private static ScanPlan checked(
      ScanSpec scan, ScanDescription description, Configuration conf, int slots) {
    ComputeSpec compute = description.compute();
    VoxelGrid grid = VolumeLoader.readGrid(scan.volume(), conf);
    Geometry geometry = scan.geometry().compile(grid);
    BoxGeometry.check(grid, geometry.traced());
    ScanCut cut =
        ScanCuts.cut(
            compute,
            Acquisition.of(geometry),
            grid,
            scan.volume().channelsInMemory(),
            geometry.subRays().count(),
            slots);
    return new ScanPlan(
        scan.id(),
        scan.volume(),
        grid,
        geometry,
        cut,
        compute.backend(),
        warnings(scan, grid, geometry));
  }

  /**
   * Returns the warnings about a volume that is not all there, and about a geometry that is
   * possible but probably unintended.
   */
  public static List<String> warnings(ScanSpec scan, VoxelGrid grid, Geometry geometry) {
    boolean slices = scan.geometry().spec().slices(grid).length > 0;
    List<String> warnings =
        ScanWarnings.of(Coverage.of(grid, geometry, slices), geometry.views().size());
    return scan.note() == null
        ? warnings
        : Stream.concat(Stream.of(scan.note()), warnings.stream()).toList();
  }

  /** Returns the partitions, ordered by view, then row. */
  public List<Tile> tiles() {
    return cut.tiles().stream().map(TilePlan::tile).toList();
  }

  /**
   * Returns the most bytes of pixels that a task holds at a time: those of its whole tile.
   *
   * <p>How many it really holds depends on the backend, which each executor chooses: on the
   * processor those of a few views; on a device those of all views, or of two chunks of them, of
   * which one is being traced.
   */
  public long taskBytes() {
    int columns = geometry.detector().columns();
    return tiles().stream().mapToLong(tile -> tile.pixels(columns)).max().orElse(0)
        * geometry.subRays().count()
        * volume.channels().count()
        * Float.BYTES;
  }

  /** Returns how many files the scan is written to. */
  public int files() {
    return cut.tiles().stream().mapToInt(tile -> tile.files().size()).sum();
  }
}
