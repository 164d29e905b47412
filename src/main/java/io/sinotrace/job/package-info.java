/** The command line. */
@NullMarked
package io.sinotrace.job;

import org.jspecify.annotations.NullMarked;
