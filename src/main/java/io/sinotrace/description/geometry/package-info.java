/**
 * The section {@code geometry} of a description: one record a type of acquisition, checked and
 * compiled to views and a detector.
 */
@NullMarked
package io.sinotrace.description.geometry;

import org.jspecify.annotations.NullMarked;
