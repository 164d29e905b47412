/**
 * Which images of a scan are wanted: the section {@code reconstruction} of a description, and what
 * arguments say in its place.
 */
@NullMarked
package io.sinotrace.description.image;

import org.jspecify.annotations.NullMarked;
