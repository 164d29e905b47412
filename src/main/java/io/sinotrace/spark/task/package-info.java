/** What a task of a table or a job does on an executor: it gets the volume and traces its tile. */
@NullMarked
package io.sinotrace.spark.task;

import org.jspecify.annotations.NullMarked;
