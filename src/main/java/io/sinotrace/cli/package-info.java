/** The command line: a command for each script in {@code jobs/}. */
@NullMarked
package io.sinotrace.cli;

import org.jspecify.annotations.NullMarked;
