/** Lines of voxels, a vector at a time. */
@NullMarked
package io.sinotrace.reconstruction.backprojection.simd;

import org.jspecify.annotations.NullMarked;
