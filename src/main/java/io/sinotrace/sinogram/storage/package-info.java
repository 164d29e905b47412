/**
 * The few operations on files that a dataset is built from, on local disks and on every other
 * Hadoop file system.
 */
@NullMarked
package io.sinotrace.sinogram.storage;

import org.jspecify.annotations.NullMarked;
