/**
 * From line integrals back to an image, by filtered backprojection: parallel and fan beams,
 * circular cone beams after Feldkamp, Davis and Kress, and helical ones ({@code helix}).
 *
 * <p>{@link io.sinotrace.reconstruction.Reconstruction} is fixed once a scan: it recognises the
 * orbit ({@code orbit}), gives each measured value its share of the image ({@code weight}), and
 * knows which detector rows a slab of the image depends on. {@link
 * io.sinotrace.reconstruction.ImageSlab} takes these rows, filters them ({@code filter}) and adds
 * them up ({@code backprojection}, where the arithmetic is written down). No voxel depends on the
 * slab it is computed in.
 */
@NullMarked
package io.sinotrace.reconstruction;

import org.jspecify.annotations.NullMarked;
