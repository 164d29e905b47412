/**
 * The values that a scan has for each pixel: those that are traced or read, and those that are
 * worked out from them a detector row at a time, for the table as for the job.
 */
@NullMarked
package io.sinotrace.spark.values;

import org.jspecify.annotations.NullMarked;
