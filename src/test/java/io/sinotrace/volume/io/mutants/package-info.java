/**
 * Mutants: good volume files of every format, changed at random, which the readers have to take or
 * to refuse in one line, with no more memory than files of their length can ask for.
 *
 * <p>A mutant is made in three steps: of a seed ({@link io.sinotrace.volume.io.mutants.Seeds}),
 * changed where it hurts ({@link io.sinotrace.volume.io.mutants.ByteMutator}, {@link
 * io.sinotrace.volume.io.mutants.TextMutator}), and with its checksums made right again ({@link
 * io.sinotrace.volume.io.mutants.Seals}), so that the decoders behind them see the change.
 */
@NullMarked
package io.sinotrace.volume.io.mutants;

import org.jspecify.annotations.NullMarked;
