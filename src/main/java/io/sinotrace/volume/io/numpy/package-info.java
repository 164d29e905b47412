/** NumPy arrays ({@code .npy}): read and written. */
@NullMarked
package io.sinotrace.volume.io.numpy;

import org.jspecify.annotations.NullMarked;
