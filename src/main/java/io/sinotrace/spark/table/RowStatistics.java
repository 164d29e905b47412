package io.sinotrace.spark.table;

import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Statistics;

/**
 * How large the result of a query is.
 *
 * @param bytes of its rows in Spark's format
 * @param rows how many
 */
record RowStatistics(long bytes, long rows) implements Statistics {
  @Override
  public OptionalLong sizeInBytes() {
    return OptionalLong.of(bytes);
  }

  @Override
  public OptionalLong numRows() {
    return OptionalLong.of(rows);
  }
}
