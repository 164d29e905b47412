package io.sinotrace.sinogram.parquet;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The table of a scan's views: {@code view INT, angle DOUBLE, source, detector_center, u, v, n
 * ARRAY<DOUBLE>}, millimetres in the world. Angle is null where the poses were given freely; source
 * is the direction of the rays under a parallel beam.
 */
public final class ViewsFile {
  private static final MessageType SCHEMA = schema();

  private ViewsFile() {}

  private record Row(int index, View view) {}

  private static MessageType schema() {
    StringBuilder text =
        new StringBuilder(
            "message views { required int32 %s; optional double %s; "
                .formatted(Columns.VIEW, Columns.ANGLE));
    for (String name : Columns.VECTORS) {
      text.append("required group ")
          .append(name)
          .append(" (LIST) { repeated group list { required double element; } } ");
    }
    return MessageTypeParser.parseMessageType(text.append("}").toString());
  }

  /**
   * Writes the views of a geometry.
   *
   * @throws IOException also if the file exists
   */
  public static SinogramFiles.Written write(Path path, Configuration conf, Geometry geometry)
      throws IOException {
    ParquetFile<Row> file =
        new ParquetFile<>(path, conf, SCHEMA, Compression.ZSTD, ViewsFile::fill);
    try (file) {
      for (int i = 0; i < geometry.views().size(); i++) {
        file.write(new Row(i, geometry.views().get(i)));
      }
    }
    return file.written(path.getName());
  }

  /**
   * Reads views, in their order; angles are left out (NaN).
   *
   * @throws IOException if the file cannot be read or is not such a table
   * @throws RuntimeException if it is damaged
   */
  public static List<View> read(Path path, Configuration conf) throws IOException {
    List<View> views = new ArrayList<>();
    try (ColumnFile file = new ColumnFile(path, conf)) {
      for (ColumnFile.RowGroup group = file.next(); group != null; group = file.next()) {
        ColumnReader numbers = group.column(Columns.VIEW);
        List<ColumnReader> vectors = Columns.VECTORS.stream().map(group::list).toList();
        for (long k = 0; k < group.rows(); k++) {
          if (numbers.getInteger() != views.size()) {
            throw new IOException("views are not in their order");
          }
          numbers.consume();
          Vec3[] v = vectors.stream().map(ViewsFile::vector).toArray(Vec3[]::new);
          views.add(new View(Double.NaN, v[0], v[1], v[2], v[3], v[4]));
        }
      }
    }
    return views;
  }

  private static Vec3 vector(ColumnReader components) {
    return new Vec3(number(components), number(components), number(components));
  }

  private static double number(ColumnReader column) {
    double value = column.getDouble();
    column.consume();
    return value;
  }

  private static void fill(Row row, RecordConsumer out) {
    out.startField(Columns.VIEW, 0);
    out.addInteger(row.index);
    out.endField(Columns.VIEW, 0);
    View view = row.view;
    if (!Double.isNaN(view.angle())) {
      out.startField(Columns.ANGLE, 1);
      out.addDouble(view.angle());
      out.endField(Columns.ANGLE, 1);
    }
    vector(Columns.SOURCE, 2, view.source(), out);
    vector(Columns.DETECTOR_CENTER, 3, view.center(), out);
    vector(Columns.U, 4, view.u(), out);
    vector(Columns.V, 5, view.v(), out);
    vector(Columns.N, 6, view.n(), out);
  }

  private static void vector(String name, int index, Vec3 value, RecordConsumer out) {
    out.startField(name, index);
    out.startGroup();
    out.startField("list", 0);
    for (double component : value.toArray()) {
      out.startGroup();
      out.startField("element", 0);
      out.addDouble(component);
      out.endField("element", 0);
      out.endGroup();
    }
    out.endField("list", 0);
    out.endGroup();
    out.endField(name, index);
  }
}
