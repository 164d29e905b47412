/**
 * Beams: spectra from files and from a model of a tube, filters and bowties, how much reaches a
 * pixel, and figures that describe a beam.
 *
 * <p>The quanta of a pixel without object are those of a spectrum per mm^2 at 1 m, behind filters
 * and bowtie, times the view's exposure, times the pixel's area as seen at 1 m.
 */
@NullMarked
package io.sinotrace.physics.beam;

import org.jspecify.annotations.NullMarked;
