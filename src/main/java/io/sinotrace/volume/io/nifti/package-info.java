/** NIfTI-1 volumes ({@code .nii}, {@code .nii.gz}): read and written. */
@NullMarked
package io.sinotrace.volume.io.nifti;

import org.jspecify.annotations.NullMarked;
