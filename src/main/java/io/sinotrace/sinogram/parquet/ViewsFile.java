package io.sinotrace.sinogram.parquet;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The table of a scan's views: {@code view INT, angle DOUBLE, source, detector_center, u, v, n
 * ARRAY<DOUBLE>}, millimetres in the world. Angle is null where the poses were given freely; source
 * is the direction of the rays under a parallel beam.
 */
public final class ViewsFile {
  private static final MessageType SCHEMA = schema();

  /** Components of a vector. */
  private static final int COMPONENTS = 3;

  /** Views on a page at most: it is held in memory. */
  private static final int PAGE_ROWS = 4096;

  private ViewsFile() {}

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
    List<View> views = geometry.views();
    PageRows pages = new PageRows(Math.min(PAGE_ROWS, views.size()), 1, views.size());
    ChecksummedOutput output = new ChecksummedOutput(path, conf);
    try (PageWriter writer = new PageWriter(output, SCHEMA, Compression.ZSTD)) {
      writer.start(views.size());
      writer.writeIntegers(0, pages, view -> (int) view);
      writer.writeOptionalDoubles(1, pages, view -> views.get((int) view).angle());
      writeVectors(writer, 2, pages, view -> views.get(view).source());
      writeVectors(writer, 3, pages, view -> views.get(view).center());
      writeVectors(writer, 4, pages, view -> views.get(view).u());
      writeVectors(writer, 5, pages, view -> views.get(view).v());
      writeVectors(writer, 6, pages, view -> views.get(view).n());
      writer.end();
    }
    return new SinogramFiles.Written(
        path.getName(), views.size(), output.bytes(), output.crc32c(), List.of());
  }

  private static void writeVectors(
      PageWriter writer, int column, PageRows pages, IntFunction<Vec3> vectors) throws IOException {
    ListPage page = new ListPage(COMPONENTS, Double.BYTES, pages.most());
    writer.startColumn(column, pages.total() * COMPONENTS);
    int count;
    for (int first = 0; first < pages.total(); first += count) {
      count = pages.at(first);
      page.start(count);
      for (int i = 0; i < count; i++) {
        page.add(vectors.apply(first + i).toArray());
      }
      writer.write(writer.compressed(page));
    }
    writer.endColumn();
  }

  /**
   * Reads views, in their order; the angle of a pose that was given freely is NaN.
   *
   * @throws IOException if the file cannot be read or is not such a table
   * @throws RuntimeException if it is damaged
   */
  public static List<View> read(Path path, Configuration conf) throws IOException {
    List<View> views = new ArrayList<>();
    try (ColumnFile file = new ColumnFile(path, conf)) {
      for (ColumnFile.RowGroup group = file.next(); group != null; group = file.next()) {
        ColumnReader numbers = group.column(Columns.VIEW);
        ColumnReader angles = group.column(Columns.ANGLE);
        List<ColumnReader> vectors = vectors(group);
        for (long k = 0; k < group.rows(); k++) {
          if (numbers.getInteger() != views.size()) {
            throw new IOException("views are not in their order");
          }
          numbers.consume();
          double angle = angle(angles);
          Vec3[] v = vectors.stream().map(ViewsFile::vector).toArray(Vec3[]::new);
          views.add(new View(angle, v[0], v[1], v[2], v[3], v[4]));
        }
      }
    }
    return views;
  }

  private static List<ColumnReader> vectors(ColumnFile.RowGroup group) {
    return Columns.VECTORS.stream().map(name -> group.list(List.of(name))).toList();
  }

  private static double angle(ColumnReader column) {
    boolean isNull = column.getCurrentDefinitionLevel() == 0;
    if (isNull) {
      column.consume();
    }
    return isNull ? Double.NaN : number(column);
  }

  private static Vec3 vector(ColumnReader components) {
    return new Vec3(number(components), number(components), number(components));
  }

  private static double number(ColumnReader column) {
    double value = column.getDouble();
    column.consume();
    return value;
  }
}
