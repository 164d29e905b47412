/**
 * How near an image comes to the volume that was scanned: {@link
 * io.sinotrace.reconstruction.comparison.ReferenceVolume} finds the voxels of the volume that are
 * those of the image, {@link io.sinotrace.reconstruction.comparison.Comparison} adds up figures
 * plane by plane.
 */
@NullMarked
package io.sinotrace.reconstruction.comparison;

import org.jspecify.annotations.NullMarked;
