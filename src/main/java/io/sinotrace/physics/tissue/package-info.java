/** From the attenuation that a CT shows, or the labels of a segmentation, to materials. */
@NullMarked
package io.sinotrace.physics.tissue;

import org.jspecify.annotations.NullMarked;
