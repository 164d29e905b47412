package io.sinotrace.spark.iterate;

import io.sinotrace.InputException;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * Reads a value column of a scan.
 *
 * @param readers of the partitions
 * @param partitions of the table, by the number of the part that they belong to
 * @param nested whether the value column is the field of a struct
 * @param rows of the detector
 * @param columns of the detector
 */
record ScanRows(
    PartitionReaderFactory readers,
    List<InputPartition[]> partitions,
    boolean nested,
    int rows,
    int columns)
    implements PartWork {
  @Override
  public float[] values(Span views, Configuration conf) throws IOException {
    float[] values = new float[Math.multiplyExact(views.count(), rows * columns)];
    BitSet there = new BitSet();
    for (InputPartition partition : partitions.get(views.number())) {
      try (PartitionReader<InternalRow> reader = readers.createReader(partition)) {
        while (reader.next()) {
          InternalRow row = reader.get();
          InternalRow holder = nested ? row.getStruct(2, 1) : row;
          float[] pixels = holder.getArray(nested ? 0 : 2).toFloatArray();
          check(row.getInt(0), row.getInt(1), pixels);
          int number = (row.getInt(0) - views.from()) * rows + row.getInt(1);
          System.arraycopy(pixels, 0, values, number * columns, columns);
          there.set(number);
        }
      }
    }
    if (there.cardinality() != views.count() * rows) {
      throw new IllegalStateException(
          "%d of %d detector rows".formatted(there.cardinality(), views.count() * rows));
    }
    return values;
  }

  private static void check(int view, int row, float[] pixels) {
    for (int column = 0; column < pixels.length; column++) {
      if (!Float.isFinite(pixels[column])) {
        throw new InputException(
            "view %d, row %d, column %d is %s: expected finite values"
                .formatted(view, row, column, pixels[column]));
      }
    }
  }
}
