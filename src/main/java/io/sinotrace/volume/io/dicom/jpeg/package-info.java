/**
 * Images in lossless JPEG, as DICOM has them: one component of 2 to 16 bits.
 *
 * <p>They are decoded here, by ITU-T T.81, since libraries in Java hand out zeros for what a
 * damaged stream lacks, or mistake the pixels behind a restart marker.
 */
@NullMarked
package io.sinotrace.volume.io.dicom.jpeg;

import org.jspecify.annotations.NullMarked;
