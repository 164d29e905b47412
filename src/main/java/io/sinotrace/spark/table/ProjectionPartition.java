package io.sinotrace.spark.table;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.HasPartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * One task of a query.
 *
 * @param task what makes its rows; null if the other side of a join excludes all of it, but Spark
 *     was told its key already
 * @param partitionKey its values of the columns of {@link PartitionKey}
 */
record ProjectionPartition(@Nullable RowTask task, InternalRow partitionKey)
    implements HasPartitionKey {}
