package io.sinotrace.spark.job;

import io.sinotrace.sinogram.parquet.SinogramFiles.Written;
import io.sinotrace.volume.io.InputFile;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task reports to the driver about a piece. It is small but for the pixels of pictures,
 * which it has only where a scan has several pieces.
 *
 * @param piece that it is of
 * @param done what was written; null if there is a fault
 * @param fault why the piece was not traced; null if it was
 */
record PieceResult(WritePiece.Key piece, @Nullable Done done, @Nullable ScanFault fault)
    implements Serializable {

  /**
   * A piece that was traced and written.
   *
   * @param inputs the files that the volume was decoded from, with their checksums
   * @param fingerprint of the scan
   * @param attempt that wrote the files
   * @param files the Parquet files that hold it
   * @param views the file of views, of a scan's first piece; else null
   * @param pictures names of the pictures, where the piece is the whole scan
   * @param drawn the detector rows that the pictures show, where it is not
   * @param rayVoxels about how many voxels its rays meet
   * @param backend that traced it
   * @param choice why that backend; one line
   * @param started when, in milliseconds by the clock of its machine
   * @param seconds where the time went
   */
  record Done(
      List<InputFile> inputs,
      String fingerprint,
      String attempt,
      List<Written> files,
      @Nullable Written views,
      List<String> pictures,
      List<PixelRow> drawn,
      double rayVoxels,
      String backend,
      String choice,
      long started,
      Seconds seconds)
      implements Serializable {
    /** Returns how many detector rows it has. */
    long rows() {
      return files.stream().mapToLong(Written::rows).sum();
    }

    long bytes() {
      return files.stream().mapToLong(Written::bytes).sum();
    }
  }

  /**
   * Where a task's time went, in seconds of one core.
   *
   * @param reading waiting for the volume
   * @param tracing waiting for pixels (see {@code TileTracer.traceNanos})
   * @param writing encoding and writing
   */
  record Seconds(double reading, double tracing, double writing) implements Serializable {
    static final Seconds NONE = new Seconds(0, 0, 0);

    Seconds plus(Seconds o) {
      return new Seconds(reading + o.reading, tracing + o.tracing, writing + o.writing);
    }

    double sum() {
      return reading + tracing + writing;
    }
  }

  /** The pixels of one detector row of one view. */
  record PixelRow(int view, int row, float[] pixels) implements Serializable {}
}
