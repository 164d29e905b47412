/** Files with a pose a view, as CSV or JSON, for geometries that no trajectory describes. */
@NullMarked
package io.sinotrace.description.poses;

import org.jspecify.annotations.NullMarked;
