/**
 * Backprojection on a GPU, on what the CUDA tracer's rooms have of the driver and of devices. The
 * kernels are in {@code src/main/cuda/backprojector.cu}.
 *
 * <p>Sums of planes stay on the device while {@linkplain
 * io.sinotrace.reconstruction.backprojection.cuda.ViewBatches batches of views} pass through, in
 * ascending order: neither how many views are in a batch nor how many planes are computed at a time
 * changes a bit.
 */
@NullMarked
package io.sinotrace.reconstruction.backprojection.cuda;

import org.jspecify.annotations.NullMarked;
