package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.sinogram.parquet.SinogramFiles;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.job.TileResult.Fault;
import io.sinotrace.spark.job.TileResult.PixelRow;
import io.sinotrace.spark.job.TileResult.Seconds;
import io.sinotrace.spark.task.TileTracer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Traces a tile and writes its Parquet files into the scan's staging directory. */
final class TileWriter implements Function<WriteTask, TileResult> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SerializableConfiguration> conf;
  private final String staging;
  private final String writing;
  private final Compression compression;
  private final ScanPreviews.Lines previews;
  private final LongAccumulator pixelsDone;

  /**
   * Makes the function.
   *
   * @param staging directory that the files go to
   * @param writing part of the names of the files
   * @param previews the detector rows that the driver wants to draw
   * @param pixelsDone counts for the progress bar
   */
  TileWriter(
      Broadcast<SerializableConfiguration> conf,
      String staging,
      String writing,
      Compression compression,
      ScanPreviews.Lines previews,
      LongAccumulator pixelsDone) {
    this.conf = conf;
    this.staging = staging;
    this.writing = writing;
    this.compression = compression;
    this.previews = previews;
    this.pixelsDone = pixelsDone;
  }

  @Override
  public TileResult call(WriteTask task) throws IOException {
    try {
      return write(task);
    } catch (InputException e) {
      return TileResult.refused(new Fault(false, e.getMessage()));
    } catch (RuntimeException | Error e) {
      InsufficientMemoryException memory = InsufficientMemoryException.behind(e);
      if (memory == null) {
        throw e;
      }
      return TileResult.refused(new Fault(true, memory.getMessage() + SparkSettings.here()));
    }
  }

  private TileResult write(WriteTask task) throws IOException {
    Configuration hadoop = conf.value().value();
    long start = System.nanoTime();
    try (TileTracer tracer = TileTracer.open(task.trace(), hadoop)) {
      return write(task, tracer, hadoop, start);
    }
  }

  private TileResult write(WriteTask task, TileTracer tracer, Configuration hadoop, long start)
      throws IOException {
    List<PixelRow> drawn = new ArrayList<>();
    SinogramFiles files =
        new SinogramFiles(
            new Path(staging),
            hadoop,
            compression,
            task.files(),
            // Attempts that Spark gave up may still be writing into the same directory.
            writing + "-" + TaskContext.get().taskAttemptId(),
            tracer.columns());
    try (files) {
      while (tracer.next()) {
        int at = tracer.offset();
        files.write(tracer.view(), tracer.row(), tracer.pixels(), at);
        if (previews.inProjection(tracer.view(), tracer.row())
            || previews.inSinogram(tracer.view(), tracer.row())) {
          drawn.add(
              new PixelRow(
                  tracer.view(),
                  tracer.row(),
                  Arrays.copyOfRange(tracer.pixels(), at, at + tracer.columns())));
        }
      }
    }
    pixelsDone.add(tracer.rays());
    long nanos = System.nanoTime() - start;
    Seconds seconds =
        new Seconds(
            tracer.readNanos() * 1e-9,
            tracer.traceNanos() * 1e-9,
            (nanos - tracer.readNanos() - tracer.traceNanos()) * 1e-9);
    return new TileResult(
        tracer.inputs(),
        files.written(),
        tracer.rayVoxels(),
        tracer.backend(),
        tracer.choice(),
        seconds,
        drawn,
        null);
  }
}
