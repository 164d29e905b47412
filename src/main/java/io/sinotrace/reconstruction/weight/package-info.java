/**
 * The weights of measured values: how much of the circle each view stands for, how often a ray was
 * measured, and how much longer oblique rays are.
 */
@NullMarked
package io.sinotrace.reconstruction.weight;

import org.jspecify.annotations.NullMarked;
