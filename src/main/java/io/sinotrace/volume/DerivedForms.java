package io.sinotrace.volume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The forms that projectors made of one volume: each is made once, shared by all projectors of that
 * volume, and closed with it. Safe for use by many threads.
 *
 * <p>Nothing else may hold a form by its volume: a volume that nobody closes takes its forms with
 * it to the garbage collector.
 */
public final class DerivedForms implements AutoCloseable {
  private final Map<Key, Slot> slots = new HashMap<>();
  private boolean closed;

  private record Key(Class<?> type, Object which) {}

  /** Holds a form. Its lock is held while the form is made, so that other forms need not wait. */
  private static final class Slot {
    private @Nullable DerivedForm form;
    private boolean closed;

    synchronized DerivedForm get(Supplier<? extends DerivedForm> make) {
      if (closed) {
        throw volumeClosed();
      }
      DerivedForm there = form;
      if (there == null) {
        there = make.get();
        form = there;
      }
      return there;
    }

    synchronized void close() {
      closed = true;
      if (form != null) {
        form.close();
        form = null;
      }
    }
  }

  /**
   * Returns a form, making it on the first call.
   *
   * @param which tells forms of one type apart
   * @param make makes it; where this throws, nothing is kept, and the next call tries again
   * @throws IllegalStateException if the volume is closed
   */
  public <F extends DerivedForm> F get(Class<F> type, Object which, Supplier<F> make) {
    Slot slot;
    synchronized (this) {
      if (closed) {
        throw volumeClosed();
      }
      slot = slots.computeIfAbsent(new Key(type, which), key -> new Slot());
    }
    return type.cast(slot.get(make));
  }

  /** As {@link #get(Class, Object, Supplier)}, for a type of which there is but one form. */
  public <F extends DerivedForm> F get(Class<F> type, Supplier<F> make) {
    return get(type, type, make);
  }

  /** Closes all of them, once. No projector may be using any. */
  @Override
  public void close() {
    List<Slot> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(slots.values());
      slots.clear();
    }
    all.forEach(Slot::close);
  }

  private static IllegalStateException volumeClosed() {
    return new IllegalStateException("the volume is closed");
  }
}
