/**
 * Voxel volumes of linear attenuation coefficients (mu, in 1/mm), and the grids they lie on.
 *
 * <p>Readers of file formats are in {@code volume.io}, mathematical test objects in {@code
 * volume.phantom}.
 */
@NullMarked
package io.sinotrace.volume;

import org.jspecify.annotations.NullMarked;
