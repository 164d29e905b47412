package io.sinotrace.spark.iterate;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** What a task computes of a vector. */
interface PartWork extends Serializable {
  /** Returns the values of a part, one view or plane after the other. */
  float[] values(Span span, Configuration conf) throws IOException;
}
