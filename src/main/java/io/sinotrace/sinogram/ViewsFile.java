package io.sinotrace.sinogram;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The table of a scan's views: {@code view INT, angle DOUBLE, source, detector_center, u, v, n
 * ARRAY<DOUBLE>}, millimetres in the world. Angle is null where the poses were given freely; source
 * is the direction of the rays under a parallel beam.
 */
final class ViewsFile {
  private static final MessageType SCHEMA = schema();

  private ViewsFile() {}

  private record Row(int index, View view) {}

  private static MessageType schema() {
    StringBuilder text =
        new StringBuilder("message views { required int32 view; optional double angle; ");
    for (String name : new String[] {"source", "detector_center", "u", "v", "n"}) {
      text.append("required group ")
          .append(name)
          .append(" (LIST) { repeated group list { required double element; } } ");
    }
    return MessageTypeParser.parseMessageType(text.append("}").toString());
  }

  static void write(Path path, Configuration conf, Geometry geometry) throws IOException {
    try (ParquetFile<Row> file =
        new ParquetFile<>(path, conf, SCHEMA, Compression.ZSTD, ViewsFile::fill)) {
      for (int i = 0; i < geometry.views().size(); i++) {
        file.write(new Row(i, geometry.views().get(i)));
      }
    }
  }

  private static void fill(Row row, RecordConsumer out) {
    out.startField("view", 0);
    out.addInteger(row.index);
    out.endField("view", 0);
    View view = row.view;
    if (!Double.isNaN(view.angle())) {
      out.startField("angle", 1);
      out.addDouble(view.angle());
      out.endField("angle", 1);
    }
    vector("source", 2, view.source(), out);
    vector("detector_center", 3, view.center(), out);
    vector("u", 4, view.u(), out);
    vector("v", 5, view.v(), out);
    vector("n", 6, view.n(), out);
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
