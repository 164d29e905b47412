package io.sinotrace.spark.values;

import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.task.TileTracer;
import java.util.List;

/** The current row of what is traced. */
public class TracedRow implements RowValues.Pixels {
  private final TileTracer tracer;

  /** The channel of each column that is needed. */
  private final int[] channels;

  /**
   * Shows the rows of a tracer.
   *
   * @param traced the value column of each channel
   * @param needed the columns that are needed, each of them traced
   */
  public TracedRow(TileTracer tracer, List<ValueColumn> traced, List<ValueColumn> needed) {
    this.tracer = tracer;
    this.channels = needed.stream().mapToInt(traced::indexOf).toArray();
  }

  @Override
  public float[] values() {
    return tracer.pixels();
  }

  @Override
  public int offset(int column) {
    return tracer.offset() + channels[column] * tracer.stride();
  }

  @Override
  public int columns() {
    return tracer.columns();
  }

  @Override
  public float[] rays() {
    return tracer.lines().rays();
  }

  @Override
  public int lines() {
    return tracer.lines().count();
  }

  @Override
  public int rayOffset(int line, int column) {
    return tracer.lines().offset(line) + channels[column] * tracer.lines().rayStride();
  }

  @Override
  public int sideBySide() {
    return tracer.lines().sideBySide();
  }
}
