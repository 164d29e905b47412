/** From the attenuation that a CT shows to the materials that it is made of. */
@NullMarked
package io.sinotrace.physics.tissue;

import org.jspecify.annotations.NullMarked;
