package io.sinotrace.preview.chart;

import io.sinotrace.preview.raster.Canvas;
import java.util.ArrayList;
import java.util.List;

/** Charts on one picture: in rows, one row below the other. */
public final class Sheet {
  private final List<List<Canvas>> rows = new ArrayList<>();

  /** Adds a row of charts, from left to right, whose tops are at one height. */
  public void add(List<Chart> charts) {
    rows.add(charts.stream().map(Chart::draw).toList());
  }

  /** Adds a row with one line chart. */
  public void add(LineChart chart) {
    rows.add(List.of(chart.draw()));
  }

  /** Returns the picture as the bytes of a PNG file. */
  public byte[] png() {
    int width =
        rows.stream()
            .mapToInt(row -> row.stream().mapToInt(Canvas::width).sum())
            .max()
            .orElseThrow();
    Canvas sheet = new Canvas(width, rows.stream().mapToInt(Sheet::height).sum());
    int y = 0;
    for (List<Canvas> row : rows) {
      int x = 0;
      for (Canvas chart : row) {
        sheet.copy(chart, x, y);
        x += chart.width();
      }
      y += height(row);
    }
    return sheet.png();
  }

  private static int height(List<Canvas> row) {
    return row.stream().mapToInt(Canvas::height).max().orElseThrow();
  }
}
