package io.sinotrace.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.HasPartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * One task of a query.
 *
 * @param task what it computes; null where a join's other side wants nothing of it, but Spark was
 *     told of it already
 * @param partitionKey its values of the columns of {@link PartitionKey}
 */
record ProjectionPartition(@Nullable TileTask task, InternalRow partitionKey)
    implements HasPartitionKey {}
