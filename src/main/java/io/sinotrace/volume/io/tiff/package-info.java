/**
 * TIFF: stacks of single-page files, and files of many pages. Grey pages of whole or floating point
 * numbers, plain or packed without loss.
 */
@NullMarked
package io.sinotrace.volume.io.tiff;

import org.jspecify.annotations.NullMarked;
