/** Projectors that run on NVIDIA GPUs, and all that deals with the CUDA driver. */
@NullMarked
package io.sinotrace.projector.cuda;

import org.jspecify.annotations.NullMarked;
