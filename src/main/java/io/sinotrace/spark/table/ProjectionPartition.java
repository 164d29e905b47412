package io.sinotrace.spark.table;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.HasPartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * One task of a query.
 *
 * @param task what makes its rows; null if the other side of a join excludes all of it, but Spark
 *     was told its key already
 * @param earlier what makes rows of earlier views on which its rows depend
 * @param partitionKey its values of the columns of {@link PartitionKey}
 */
record ProjectionPartition(@Nullable RowTask task, List<RowTask> earlier, InternalRow partitionKey)
    implements HasPartitionKey {}
