/**
 * From a volume and a geometry to line integrals, and by the transpose of that from values of rays
 * to an image: what every backend promises, and the choice of one.
 *
 * <p>All backends give the same bits. The arithmetic has a name, {@link
 * io.sinotrace.projector.Projector#ARITHMETIC}; it is written down in {@code setup}, where a ray is
 * set up for all of them.
 */
@NullMarked
package io.sinotrace.projector;

import org.jspecify.annotations.NullMarked;
