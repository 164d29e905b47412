/** Raw binaries: files of voxels alone, of which the description says what they are. */
@NullMarked
package io.sinotrace.volume.io.raw;

import org.jspecify.annotations.NullMarked;
