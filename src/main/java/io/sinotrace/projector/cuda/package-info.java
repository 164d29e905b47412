/**
 * Projectors that run on NVIDIA GPUs: the backend and its projector. Only this room and those in it
 * know JCuda.
 */
@NullMarked
package io.sinotrace.projector.cuda;

import org.jspecify.annotations.NullMarked;
