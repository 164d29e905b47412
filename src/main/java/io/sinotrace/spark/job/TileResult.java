package io.sinotrace.spark.job;

import io.sinotrace.sinogram.parquet.SinogramFiles.Written;
import io.sinotrace.spark.task.TileTracer;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task reports to the driver about its tile.
 *
 * @param inputs SHA-256 of each file that the volume was decoded from, by name
 * @param files the Parquet files that hold it
 * @param rayVoxels about how many voxels its rays meet
 * @param backend that traced it
 * @param choice why that backend; one line
 * @param seconds waiting for the volume, waiting for pixels (see {@link TileTracer#traceNanos}),
 *     and encoding and writing
 * @param previews the detector rows that the previews show
 * @param fault why the tile was not traced, and then nothing else is set; null if it was
 */
public record TileResult(
    Map<String, String> inputs,
    List<Written> files,
    double rayVoxels,
    String backend,
    String choice,
    Seconds seconds,
    List<PixelRow> previews,
    @Nullable Fault fault)
    implements Serializable {

  /**
   * Why a tile was not traced, where another attempt would not help: the task does not fail then,
   * since Spark would try it again.
   *
   * @param ofMemory whether there is too little memory; else the input is at fault
   * @param message one line
   */
  record Fault(boolean ofMemory, String message) implements Serializable {}

  /** Where a task's time went, in seconds. */
  public record Seconds(double reading, double tracing, double writing) implements Serializable {
    public static final Seconds NONE = new Seconds(0, 0, 0);

    Seconds plus(Seconds o) {
      return new Seconds(reading + o.reading, tracing + o.tracing, writing + o.writing);
    }
  }

  /** The pixels of one detector row of one view. */
  record PixelRow(int view, int row, float[] pixels) implements Serializable {}

  long rows() {
    return files.stream().mapToLong(Written::rows).sum();
  }

  long bytes() {
    return files.stream().mapToLong(Written::bytes).sum();
  }

  static TileResult refused(Fault fault) {
    return new TileResult(Map.of(), List.of(), 0, "", "", Seconds.NONE, List.of(), fault);
  }
}
