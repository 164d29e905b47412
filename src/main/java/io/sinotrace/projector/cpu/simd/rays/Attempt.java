package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.volume.DerivedForm;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a volume, or that there was no room for it: all projectors of a volume ask but once.
 *
 * @param <C> the copy
 */
abstract class Attempt<C> implements DerivedForm {
  /** The copy; null where other data fill the heap. */
  final @Nullable C copy;

  Attempt(Supplier<C> make) {
    C made;
    try {
      made = make.get();
    } catch (InsufficientMemoryException e) {
      made = null;
    }
    this.copy = made;
  }
}
