/**
 * Where the shadow of a volume falls: finds geometries that are probably mistakes. The results are
 * warnings; they do not affect what is traced.
 */
@NullMarked
package io.sinotrace.volume.coverage;

import org.jspecify.annotations.NullMarked;
