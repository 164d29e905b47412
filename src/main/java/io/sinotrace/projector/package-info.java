/**
 * From a volume and a geometry to line integrals: what every backend promises, and what they share.
 *
 * <p>All backends give the same bits. The arithmetic is fixed operation by operation: a ray is set
 * up in float64 ({@link io.sinotrace.projector.RaySetup}) and marches in float32 through one slab
 * of voxels after the other along its main axis.
 */
@NullMarked
package io.sinotrace.projector;

import org.jspecify.annotations.NullMarked;
