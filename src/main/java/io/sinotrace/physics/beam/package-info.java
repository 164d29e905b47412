/**
 * Beams: spectra from files and from a model of a tube, filters, and figures that describe them.
 */
@NullMarked
package io.sinotrace.physics.beam;

import org.jspecify.annotations.NullMarked;
