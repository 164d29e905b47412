package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Scans as a table: {@code scan STRING, view INT, row INT, line_integral ARRAY<FLOAT>}, one row for
 * each detector row of each view, nothing null.
 */
final class ProjectionTable implements SupportsRead {
  static final String SCAN = "scan";
  static final String VIEW = "view";
  static final String ROW = "row";
  static final String LINE_INTEGRAL = "line_integral";

  static final StructType SCHEMA =
      new StructType()
          .add(SCAN, DataTypes.StringType, false)
          .add(VIEW, DataTypes.IntegerType, false)
          .add(ROW, DataTypes.IntegerType, false)
          .add(LINE_INTEGRAL, DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private final String name;
  private final List<ScanPlan> scans;

  private ProjectionTable(String name, List<ScanPlan> scans) {
    this.name = name;
    this.scans = scans;
  }

  /** Plans the scans that a description and options, or options alone, ask for. */
  static ProjectionTable load(Map<String, String> properties) {
    SparkSession spark = SparkSession.active();
    Configuration conf = spark.sessionState().newHadoopConf();
    Map<String, String> options = new TreeMap<>(properties);
    String path = options.remove("path");
    if (options.remove("paths") != null) {
      throw new InputException("load: expected one scan description, not several");
    }
    ScanDescription description;
    if (path == null) {
      description = Descriptions.of(options, conf);
    } else {
      List<String> overrides = new ArrayList<>();
      options.forEach((key, value) -> overrides.add(key + "=" + value));
      description = Descriptions.read(path, overrides, conf);
    }
    int cores = spark.sparkContext().defaultParallelism();
    return new ProjectionTable(
        path == null ? "options" : path, ScanPlan.all(description, conf, cores));
  }

  @Override
  public String name() {
    return "sinotrace " + name;
  }

  @Override
  @SuppressWarnings("deprecation") // The default of columns() goes through it on all Spark 4.
  public StructType schema() {
    return SCHEMA;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new ProjectionScanBuilder(scans);
  }
}
