/** Recognises circular orbits about z in compiled views, and the grids that images may lie on. */
@NullMarked
package io.sinotrace.reconstruction.orbit;

import org.jspecify.annotations.NullMarked;
