package io.sinotrace.spark.job;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.sinogram.parquet.SinogramFiles;
import io.sinotrace.spark.task.TileTracer;
import io.sinotrace.spark.values.DerivedColumns.Place;
import io.sinotrace.spark.values.RowValues;
import io.sinotrace.spark.values.ScanBeam;
import io.sinotrace.spark.values.TracedRow;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the current row of what is traced, or what is worked out from it. */
interface StoredRow {
  void write(SinogramFiles files) throws IOException;

  /** Returns a copy of the pixels of a stored column, of the row that was written last. */
  float[] pixels(int column);

  /** Takes note of the current row, of an earlier view on which rows that are written depend. */
  default void precede() {}

  /**
   * Returns one for a piece.
   *
   * @param values how the stored values are worked out; null where they are those that are traced
   * @param geometry of the whole scan
   */
  static StoredRow of(
      @Nullable RowValues values, WritePiece piece, Geometry geometry, TileTracer tracer) {
    if (values == null) {
      return new Traced(tracer);
    }
    return new Derived(values, piece, geometry, tracer);
  }

  /** Writes what is traced. */
  record Traced(TileTracer tracer) implements StoredRow {
    @Override
    public void write(SinogramFiles files) throws IOException {
      files.write(tracer.view(), tracer.row(), tracer.pixels(), tracer.offset(), tracer.stride());
    }

    @Override
    public float[] pixels(int column) {
      int from = tracer.offset() + column * tracer.stride();
      return Arrays.copyOfRange(tracer.pixels(), from, from + tracer.columns());
    }
  }

  /** Writes what is worked out. */
  final class Derived implements StoredRow {
    private final TileTracer tracer;
    private final Geometry geometry;
    private final RowValues.Row row;
    private final TracedRow traced;
    private final int stored;

    /** The values of a row, one column after the other. */
    private final float[] pixels;

    private Derived(RowValues values, WritePiece piece, Geometry geometry, TileTracer tracer) {
      this.tracer = tracer;
      this.geometry = geometry;
      this.row = values.new Row(piece.id(), ScanBeam.of(geometry), tracer.columns());
      this.traced = new TracedRow(tracer, piece.scan().traced(), values.given());
      this.stored = piece.scan().values().size();
      this.pixels = new float[stored * tracer.columns()];
    }

    @Override
    public float[] pixels(int column) {
      int from = column * tracer.columns();
      return Arrays.copyOfRange(pixels, from, from + tracer.columns());
    }

    private Place place() {
      return new Place(tracer.view(), tracer.row(), geometry.views().get(tracer.view()));
    }

    @Override
    public void precede() {
      row.precede(place(), traced);
    }

    @Override
    public void write(SinogramFiles files) throws IOException {
      row.update(place(), traced);
      for (int column = 0; column < stored; column++) {
        row.copy(traced, column, pixels, column * tracer.columns());
      }
      files.write(tracer.view(), tracer.row(), pixels, 0, tracer.columns());
    }
  }
}
