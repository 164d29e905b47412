package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.description.ComputeSpec;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.plan.ScanCut;
import io.sinotrace.projector.analytic.AnalyticProjector;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RayVoxels;
import io.sinotrace.sinogram.commit.ScanManifest.Acquisition;
import io.sinotrace.spark.ScanCuts;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.InputChangedException;
import io.sinotrace.volume.io.InputFile;
import io.sinotrace.volume.io.InputState;
import io.sinotrace.volume.io.VolumeHeader;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a volume says about a scan that is wanted; found out by executors, since there
 * may be thousands.
 *
 * @param number of the scan in the batch
 * @param inputs the volume's files, with their checksums if those were asked for
 * @param found what there is; null if there is a fault
 * @param fault why the scan cannot be computed; null if it can
 */
public record ScanSurvey(
    int number, List<InputFile> inputs, @Nullable Found found, @Nullable ScanFault fault)
    implements Serializable {

  /**
   * A scan that can be computed.
   *
   * @param header of the volume
   * @param shape of the scan
   * @param raysPerPixel how many rays a pixel has
   * @param rayVoxels about how many voxels its rays meet; 0 where there are none
   * @param warnings about a geometry that is possible but probably unintended, one line each
   */
  public record Found(
      VolumeHeader header,
      Acquisition shape,
      int raysPerPixel,
      double rayVoxels,
      List<String> warnings)
      implements Serializable {
    /** Returns the grid of the volume. */
    public VoxelGrid grid() {
      return header.grid();
    }

    /** Returns how many rays the scan has. */
    public long rays() {
      return pixels() * raysPerPixel;
    }

    /** Returns how many pixels the scan has. */
    public long pixels() {
      return (long) shape.views() * shape.rows() * shape.columns();
    }

    /**
     * Returns how the scan is cut.
     *
     * @param channels of the volume; 0 where it is not in memory
     * @param cores how many tasks of it should run at a time at least
     * @throws InputException if the description asks for what cannot be cut
     */
    public ScanCut cut(ComputeSpec compute, int channels, int cores) {
      return ScanCuts.cut(compute, shape, grid(), channels, raysPerPixel, cores);
    }

    /** Returns what a scan of a volume asks of an executor's memory. */
    public ExecutorMemory.Demand demand(ComputeSpec compute, VolumeSource volume) {
      int held = volume.channelsInMemory();
      long tile =
          cut(compute, held, 1).tiles().stream()
              .mapToLong(plan -> plan.tile().pixels(shape.columns()))
              .max()
              .orElse(0);
      return new ExecutorMemory.Demand(
          grid(),
          held,
          rays(),
          volume.channels().count() * tile * raysPerPixel * Float.BYTES,
          volume.isExact() ? AnalyticProjector.NAME : compute.backend());
    }
  }

  /**
   * Asks for a survey.
   *
   * @param number of the scan in the batch
   * @param summed whether the files are to be read for their checksums
   */
  public record Request(int number, ScanSpec scan, boolean summed) implements Serializable {}

  /** Makes surveys: on executors, or here where Spark is not started. */
  public interface Surveyor {
    /** Returns one for each request, in any order. */
    List<ScanSurvey> survey(List<Request> requests);
  }

  /**
   * Reads the header; a fault is returned, not thrown.
   *
   * @param places where the description has each setting, for messages
   */
  static ScanSurvey of(Request request, Map<Setting, String> places, Configuration conf) {
    ScanSpec scan = request.scan();
    List<InputFile> inputs = List.of();
    try {
      InputState state = InputState.of(scan.volume(), conf);
      inputs = request.summed() ? state.summed() : state.files();
      VolumeHeader header = VolumeLoader.readHeader(scan.volume(), conf);
      VoxelGrid grid = header.grid();
      Geometry geometry = scan.geometry().compile(grid);
      Geometry traced = geometry.traced();
      BoxGeometry.check(grid, traced);
      Found found =
          new Found(
              header,
              Acquisition.of(geometry),
              geometry.subRays().count(),
              scan.volume().isExact()
                  ? 0
                  : RayVoxels.estimate(new BoxGeometry(grid, traced), traced.all()),
              ScanPlan.warnings(scan, grid, geometry));
      return new ScanSurvey(request.number(), inputs, found, null);
    } catch (InputException e) {
      return refused(request, inputs, fault(e, scan, places, conf));
    } catch (UncheckedIOException e) {
      return refused(request, inputs, new ScanFault(ScanFault.Kind.FAILURE, Messages.reason(e)));
    } catch (RuntimeException e) {
      // One header must not end the batch.
      String what = e.getClass().getSimpleName() + ": " + Messages.reason(e);
      return refused(request, inputs, new ScanFault(ScanFault.Kind.FAILURE, what));
    }
  }

  private static ScanSurvey refused(Request request, List<InputFile> inputs, ScanFault fault) {
    return new ScanSurvey(request.number(), inputs, null, fault);
  }

  /**
   * Returns the fault of a scan's input. A file that is not there any more, or not on this machine,
   * may be there the next time; of one that is being written, any fault is a consequence.
   */
  static ScanFault fault(
      InputException e, ScanSpec scan, Map<Setting, String> places, Configuration conf) {
    return new ScanFault(kind(e, scan, conf), e.named(places::get).getMessage());
  }

  private static ScanFault.Kind kind(InputException e, ScanSpec scan, Configuration conf) {
    if (e.getCause() instanceof FileNotFoundException) {
      return ScanFault.Kind.FAILURE;
    }
    try {
      return e instanceof InputChangedException || hasChanged(scan, conf)
          ? ScanFault.Kind.CHANGING
          : ScanFault.Kind.INPUT;
    } catch (IOException unknown) {
      return ScanFault.Kind.FAILURE;
    }
  }

  /**
   * Returns whether the volume's own files are others than those that were listed.
   *
   * @throws IOException if the storage fails, so that it is not known
   */
  static boolean hasChanged(ScanSpec scan, Configuration conf) throws IOException {
    try {
      long bytes = 0;
      long modified = Long.MIN_VALUE;
      for (VolumeFile now : scan.volume().files(conf)) {
        bytes += now.length();
        modified = Math.max(modified, now.modified());
      }
      return bytes != scan.bytes() || modified != scan.modified();
    } catch (InputException e) {
      // They are not there any more, or may not be read.
      return true;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
