/** NIfTI-1 and NIfTI-2 volumes ({@code .nii}, {@code .nii.gz}): read, and NIfTI-1 written. */
@NullMarked
package io.sinotrace.volume.io.nifti;

import org.jspecify.annotations.NullMarked;
