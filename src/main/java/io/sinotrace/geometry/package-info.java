/**
 * Views, detectors and trajectories: the positions of source and pixels in the world.
 *
 * <p>The world is right-handed, in millimetres, RAS+ as in NIfTI. The isocentre is the origin, the
 * rotation axis is z, angles are in degrees, counter-clockwise seen from +z. Every acquisition
 * geometry is compiled to a {@link io.sinotrace.geometry.Geometry}, the only form that projectors
 * know: a list of views with one detector common to all.
 */
@NullMarked
package io.sinotrace.geometry;

import org.jspecify.annotations.NullMarked;
