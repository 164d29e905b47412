/** The command line: a command for each script in {@code jobs/}. */
@NullMarked
package io.sinotrace.job;

import org.jspecify.annotations.NullMarked;
