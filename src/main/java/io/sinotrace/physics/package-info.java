/**
 * The physics of a measurement, as pure numbers: materials, beams, detectors and noise.
 *
 * <p>Nothing here depends on a traced ray: it turns the areal densities of materials along a ray
 * into what a detector's pixel shows.
 */
@NullMarked
package io.sinotrace.physics;

import org.jspecify.annotations.NullMarked;
