/**
 * How strongly materials attenuate X-rays: elements, compounds and mixtures, with the coefficients
 * of xraylib (Brunetti, Sanchez del Rio, Golosio, Simionovici, Somogyi 2004, Spectrochimica Acta B
 * 59:1725; Schoonjans et al. 2011, 66:776), which no other room asks.
 */
@NullMarked
package io.sinotrace.physics.attenuation;

import org.jspecify.annotations.NullMarked;
