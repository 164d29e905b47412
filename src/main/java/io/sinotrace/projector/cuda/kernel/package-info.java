/**
 * The kernels as Java sees them: the module with their PTX, the structs they are launched with, and
 * how the voxels lie that they read. The kernels themselves are in {@code src/main/cuda}.
 */
@NullMarked
package io.sinotrace.projector.cuda.kernel;

import org.jspecify.annotations.NullMarked;
