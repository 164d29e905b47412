package io.sinotrace.spark.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.ScanManifest.Figures;
import io.sinotrace.sinogram.commit.ScanManifest.File;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table of scans. Of a scan whose manifest cannot be read, all are null but its id,
 * its state and the problem.
 *
 * @param name in queries
 * @param type of its values
 * @param comment what it says of a scan
 * @param value a scan's value, as Spark's rows have it
 */
record ScanColumn(
    String name, DataType type, String comment, Function<ListedScan, @Nullable Object> value) {
  private static final String STATE = "state";
  private static final String PROBLEM = "problem";

  private static final DataType TEXT = DataTypes.StringType;
  private static final DataType TEXTS = DataTypes.createArrayType(TEXT, false);
  private static final DataType INTEGERS = DataTypes.createArrayType(DataTypes.IntegerType, false);
  private static final DataType NAMED_TEXTS = DataTypes.createMapType(TEXT, TEXT, false);

  private static final List<ScanColumn> ALL =
      List.of(
          new ScanColumn(Columns.SCAN, TEXT, "id", scan -> text(scan.id())),
          new ScanColumn("volume", TEXT, "its file", of(scan -> text(scan.source()))),
          new ScanColumn(
              "inputs",
              NAMED_TEXTS,
              "SHA-256 of each file of the volume, by name",
              of(scan -> texts(scan.inputsSha256()))),
          new ScanColumn(
              "voxels",
              INTEGERS,
              "of the volume along x, y and z",
              of(scan -> array(scan.volume().voxels()))),
          new ScanColumn(
              "geometry",
              TEXT,
              "its name in the description; null if it has none",
              of(scan -> text(geometryName(scan)))),
          new ScanColumn(
              "beam", TEXT, "parallel, fan or cone", of(scan -> text(scan.geometry().beam()))),
          new ScanColumn(
              "views", DataTypes.IntegerType, "how many", of(scan -> scan.geometry().views())),
          new ScanColumn(
              "rows",
              DataTypes.IntegerType,
              "detector rows of a view",
              of(scan -> scan.geometry().rows())),
          new ScanColumn(
              "columns",
              DataTypes.IntegerType,
              "pixels of a detector row",
              of(scan -> scan.geometry().columns())),
          new ScanColumn(
              "files",
              DataTypes.IntegerType,
              "how many the sinogram has",
              of(scan -> scan.files().size())),
          new ScanColumn(
              "bytes",
              DataTypes.LongType,
              "of the sinogram's files",
              of(scan -> scan.files().stream().mapToLong(File::bytes).sum())),
          new ScanColumn("rays", DataTypes.LongType, "that were traced", ofFigures(Figures::rays)),
          new ScanColumn(
              "wall_seconds",
              DataTypes.DoubleType,
              "that the run took for it",
              ofFigures(Figures::wallSeconds)),
          new ScanColumn("backends", TEXTS, "that traced it", of(scan -> texts(backends(scan)))),
          new ScanColumn(
              "warnings",
              TEXTS,
              "of a geometry that is probably unintended",
              of(scan -> texts(scan.warnings()))),
          new ScanColumn(
              "created",
              DataTypes.TimestampType,
              "when it was committed",
              of(scan -> micros(scan.created()))),
          new ScanColumn(
              "sinotrace", TEXT, "version of the program", of(scan -> text(scan.sinotrace()))),
          new ScanColumn(
              "fingerprint",
              TEXT,
              "the same for scans of the same values",
              of(scan -> text(scan.fingerprint()))),
          new ScanColumn(
              STATE,
              TEXT,
              "complete; damaged: a file is missing or of another length; or unreadable: its"
                  + " manifest",
              scan -> text(scan.state())),
          new ScanColumn(
              PROBLEM, TEXT, "what is wrong; null if nothing", scan -> text(scan.problem())));

  private static final Map<String, ScanColumn> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(ScanColumn::name, Function.identity()));

  static StructType schema() {
    StructType schema = new StructType();
    for (ScanColumn column : ALL) {
      boolean always = column.name.equals(Columns.SCAN) || column.name.equals(STATE);
      schema = schema.add(column.name, column.type, !always, column.comment);
    }
    return schema;
  }

  /** Returns columns by their names. */
  static List<ScanColumn> named(String[] names) {
    return Arrays.stream(names).map(name -> Objects.requireNonNull(BY_NAME.get(name))).toList();
  }

  /** Returns whether the files of a scan have to be looked for to know its value. */
  boolean isOfFiles() {
    return name.equals(STATE) || name.equals(PROBLEM);
  }

  private static Function<ListedScan, @Nullable Object> of(
      Function<ScanManifest, @Nullable Object> value) {
    return scan -> scan.manifest() == null ? null : value.apply(scan.manifest());
  }

  private static Function<ListedScan, @Nullable Object> ofFigures(Function<Figures, Object> value) {
    return of(scan -> scan.figures() == null ? null : value.apply(scan.figures()));
  }

  private static @Nullable String geometryName(ScanManifest scan) {
    JsonNode name = scan.description().path("geometry").path("name");
    return name.isTextual() ? name.textValue() : null;
  }

  private static Collection<String> backends(ScanManifest scan) {
    return scan.files().stream()
        .map(File::backend)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .distinct()
        .sorted()
        .toList();
  }

  private static @Nullable UTF8String text(@Nullable String text) {
    return UTF8String.fromString(text);
  }

  private static GenericArrayData array(Collection<?> values) {
    return new GenericArrayData(values.toArray());
  }

  private static GenericArrayData texts(Collection<String> texts) {
    return array(texts.stream().map(UTF8String::fromString).toList());
  }

  private static ArrayBasedMapData texts(Map<String, String> texts) {
    return new ArrayBasedMapData(texts(texts.keySet()), texts(texts.values()));
  }

  /** Returns a time in ISO 8601 in Spark's unit; null if it is none. */
  private static @Nullable Long micros(@Nullable String time) {
    try {
      return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
