/**
 * Voxel volumes, the grids they lie on, and what the numbers of files mean: linear attenuation
 * coefficients (mu, in 1/mm), labels of materials, or densities of them.
 *
 * <p>Readers of file formats are in {@code volume.io}, mathematical test objects in {@code
 * volume.phantom}.
 */
@NullMarked
package io.sinotrace.volume;

import org.jspecify.annotations.NullMarked;
