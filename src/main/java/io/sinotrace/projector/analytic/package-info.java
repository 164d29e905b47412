/** The line integrals of phantoms themselves, without voxels: what tracing is judged by. */
@NullMarked
package io.sinotrace.projector.analytic;

import org.jspecify.annotations.NullMarked;
