/**
 * Where the shadow of a volume falls: which geometries around a volume are hardly meant. Nothing
 * here decides what is traced.
 */
@NullMarked
package io.sinotrace.volume.shadow;

import org.jspecify.annotations.NullMarked;
