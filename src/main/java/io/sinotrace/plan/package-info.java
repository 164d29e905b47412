/** How a scan is cut: into tiles, which are the tasks of a job, and into files. */
@NullMarked
package io.sinotrace.plan;

import org.jspecify.annotations.NullMarked;
