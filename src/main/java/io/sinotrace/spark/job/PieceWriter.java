package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.description.PreviewSpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.sinogram.commit.Fingerprint;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.parquet.SinogramFiles;
import io.sinotrace.sinogram.parquet.SinogramFiles.Written;
import io.sinotrace.sinogram.parquet.ViewsFile;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.job.PieceResult.Done;
import io.sinotrace.spark.job.PieceResult.PixelRow;
import io.sinotrace.spark.job.PieceResult.Seconds;
import io.sinotrace.spark.task.TileTask;
import io.sinotrace.spark.task.TileTracer;
import io.sinotrace.spark.values.RowValues;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.io.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Traces pieces on an executor and writes their files where the scan's destination says. The fault
 * of an input, a lack of memory or the failure of a storage is returned with its piece: thrown, it
 * would end the whole job once Spark has tried the task as often as it tries any.
 *
 * @param backend the name in the description
 * @param compression of the files
 * @param preview what pictures show; null for none
 * @param values how the stored values are worked out; null where they are those that are traced
 * @param places where the description has each setting, for messages
 */
record PieceWriter(
    String backend,
    Compression compression,
    @Nullable PreviewSpec preview,
    @Nullable RowValues values,
    Map<Setting, String> places)
    implements PieceRunner.Writer {
  @Override
  public PieceResult write(WritePiece piece, String attempt, Configuration conf) {
    try {
      return new PieceResult(piece.key(), traced(piece, attempt, conf), null);
    } catch (InputException e) {
      return refused(piece, ScanSurvey.fault(e, piece.scan(), places, conf));
    } catch (IOException | UncheckedIOException e) {
      String message = Messages.reason(e) + SparkSettings.here();
      return refused(piece, new ScanFault(ScanFault.Kind.FAILURE, message));
    } catch (RuntimeException | Error e) {
      InsufficientMemoryException memory = InsufficientMemoryException.behind(e);
      if (memory == null) {
        // Such as a GPU that failed: Spark tries the task elsewhere, and may exclude the executor.
        throw e;
      }
      String message = memory.getMessage() + SparkSettings.here();
      return refused(piece, new ScanFault(ScanFault.Kind.MEMORY, message));
    }
  }

  private static PieceResult refused(WritePiece piece, ScanFault fault) {
    return new PieceResult(piece.key(), null, fault);
  }

  private Done traced(WritePiece piece, String attempt, Configuration conf) throws IOException {
    long started = System.currentTimeMillis();
    long start = System.nanoTime();
    Geometry geometry = piece.scan().geometry().compile(piece.grid());
    int earlier = values == null ? 0 : values.earlierViews();
    int first = Math.max(0, piece.tile().viewFrom() - earlier);
    int[] views = IntStream.range(first, piece.tile().viewTo()).toArray();
    int[] rows = IntStream.range(piece.tile().rowFrom(), piece.tile().rowTo()).toArray();
    TileTask task =
        new TileTask(
            piece.id(),
            piece.scan().volume(),
            piece.grid(),
            geometry.select(views, rows),
            views,
            rows,
            backend,
            geometry.traced().rays());
    try (TileTracer tracer = TileTracer.open(task, conf)) {
      return traced(piece, attempt, geometry, tracer, conf, started, start);
    }
  }

  private Done traced(
      WritePiece piece,
      String attempt,
      Geometry geometry,
      TileTracer tracer,
      Configuration conf,
      long started,
      long start)
      throws IOException {
    String fingerprint = fingerprint(piece, tracer.inputs());
    String prefix =
        FileIdentity.of(fingerprint, compression, piece.scan().values(), piece.allFiles())
            .with(piece.destination().names())
            .prefix();
    ScanPreviews previews =
        ScanPreviews.of(
            piece.id(), piece.scan(), piece.grid(), geometry, piece.knowsSides(), preview);
    List<PixelRow> drawn = new ArrayList<>();
    piece.destination().requireRun(conf);
    SinogramFiles files =
        new SinogramFiles(
            made(piece.destination().sinogram(attempt), conf),
            conf,
            compression,
            piece.files(),
            prefix,
            tracer.columns(),
            piece.scan().values());
    try (files) {
      StoredRow stored = StoredRow.of(values, piece, geometry, tracer);
      while (tracer.next()) {
        if (tracer.view() < piece.tile().viewFrom()) {
          stored.precede();
          continue;
        }
        stored.write(files);
        if (previews.shows(tracer.view(), tracer.row())) {
          drawn.add(new PixelRow(tracer.view(), tracer.row(), shown(piece, stored, tracer)));
        }
      }
    }
    @Nullable Written views = null;
    if (piece.isFirst()) {
      Path file = new Path(made(piece.destination().views(attempt), conf), prefix + ".parquet");
      views = ViewsFile.write(file, conf, geometry);
    }
    List<String> pictures = List.of();
    if (piece.isWhole()) {
      pictures = draw(piece, attempt, previews, drawn, conf);
      drawn = List.of();
    }
    long nanos = System.nanoTime() - start;
    return new Done(
        tracer.inputs(),
        fingerprint,
        attempt,
        files.written(),
        views,
        pictures,
        drawn,
        tracer.rayVoxels(),
        tracer.backend(),
        tracer.choice(),
        started,
        new Seconds(
            tracer.readNanos() * 1e-9,
            tracer.traceNanos() * 1e-9,
            (nanos - tracer.readNanos() - tracer.traceNanos()) * 1e-9));
  }

  /** Returns what pictures show of the current row. */
  private float[] shown(WritePiece piece, StoredRow stored, TileTracer tracer) {
    int column = preview == null ? -1 : piece.scan().values().indexOf(preview.column());
    return column < 0 ? lineIntegrals(piece, tracer) : stored.pixels(column);
  }

  /** Returns the line integrals of mu of the current row, which any scan has. */
  private static float[] lineIntegrals(WritePiece piece, TileTracer tracer) {
    Channels channels = piece.scan().volume().channels();
    double[] shares = channels.shares().stream().mapToDouble(Double::doubleValue).toArray();
    int[] offsets =
        IntStream.range(0, channels.count())
            .map(k -> tracer.offset() + k * tracer.stride())
            .toArray();
    float[] row = new float[tracer.columns()];
    Channels.sum(shares, tracer.pixels(), offsets, row);
    return row;
  }

  private static String fingerprint(WritePiece piece, List<InputFile> inputs) {
    return Fingerprint.of(
        piece.scan().arithmetic(), InputFile.sums(inputs), piece.scan().settings());
  }

  private static Path made(Path directory, Configuration conf) throws IOException {
    Storage.of(directory, conf).makeDirectories(directory);
    return directory;
  }

  /** Draws the pictures of a whole scan; returns their names. */
  private static List<String> draw(
      WritePiece piece,
      String attempt,
      ScanPreviews previews,
      List<PixelRow> drawn,
      Configuration conf)
      throws IOException {
    drawn.forEach(previews::add);
    Map<String, byte[]> pictures = previews.draw();
    if (!pictures.isEmpty()) {
      Path folder = made(piece.destination().previews(attempt), conf);
      Storage storage = Storage.of(folder, conf);
      for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
        storage.write(new Path(folder, picture.getKey()), picture.getValue());
      }
    }
    return List.copyOf(pictures.keySet());
  }
}
