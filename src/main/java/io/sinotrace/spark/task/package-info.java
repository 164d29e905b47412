/** What a task does on an executor for both doors: it gets the volume and traces its tile. */
@NullMarked
package io.sinotrace.spark.task;

import org.jspecify.annotations.NullMarked;
