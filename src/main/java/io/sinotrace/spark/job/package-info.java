/** The job: all scans of a description, traced by tasks and committed to a sinogram dataset. */
@NullMarked
package io.sinotrace.spark.job;

import org.jspecify.annotations.NullMarked;
