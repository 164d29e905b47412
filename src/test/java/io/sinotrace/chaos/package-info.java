/**
 * Chaos: a batch whose driver, executors and workers are killed at random moments, or whose storage
 * fails, is started again until it is done. At every moment a reader ({@link
 * io.sinotrace.chaos.Witness}) must see whole scans only; at the end the dataset must be that of a
 * run which nothing disturbed ({@link io.sinotrace.chaos.Undisturbed}), file by file and byte by
 * byte.
 */
@NullMarked
package io.sinotrace.chaos;

import org.jspecify.annotations.NullMarked;
