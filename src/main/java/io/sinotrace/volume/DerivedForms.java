package io.sinotrace.volume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
  private final int threads;
  private boolean closed;

  /** Of a volume whose forms are made by one thread each. */
  public DerivedForms() {
    this(1);
  }

  /**
   * Of a volume whose forms may be made by several threads.
   *
   * @param threads how many for a form, its caller's included
   */
  public DerivedForms(int threads) {
    this.threads = threads;
  }

  private record Key(Class<?> type, Object which) {}

  /** Holds a form. Its lock is held while the form is made, so that other forms need not wait. */
  private static final class Slot {
    private @Nullable DerivedForm form;

    /** What another may be made of; of other types its memory has to be free for the next. */
    private @Nullable DerivedForm spent;

    private boolean reused;
    private boolean closed;

    synchronized DerivedForm get(
        boolean reuses, Function<@Nullable DerivedForm, ? extends DerivedForm> make) {
      if (closed) {
        throw volumeClosed();
      }
      reused = reuses;
      DerivedForm there = form;
      if (there == null) {
        DerivedForm before = spent;
        spent = null;
        there = make.apply(before);
        form = there;
      }
      return there;
    }

    synchronized void renew() {
      if (form != null) {
        form.close();
        spent = reused ? form : null;
        form = null;
      }
    }

    synchronized void close() {
      closed = true;
      spent = null;
      if (form != null) {
        form.close();
        form = null;
      }
    }
  }

  /** Returns how many threads may make a form. */
  public int threads() {
    return threads;
  }

  /**
   * Returns a form, making it on the first call.
   *
   * @param which tells forms of one type apart
   * @param make makes it, perhaps in place of the last one of the same type and kind, if the voxels
   *     were others before ({@link #renew}); where this throws, nothing is kept, and the next call
   *     tries again
   * @throws IllegalStateException if the volume is closed
   */
  public <F extends DerivedForm> F get(Class<F> type, Object which, Function<@Nullable F, F> make) {
    return type.cast(slot(type, which).get(true, spent -> make.apply(type.cast(spent))));
  }

  private synchronized Slot slot(Class<?> type, Object which) {
    if (closed) {
      throw volumeClosed();
    }
    return slots.computeIfAbsent(new Key(type, which), key -> new Slot());
  }

  /**
   * Returns a form, making it on the first call.
   *
   * @param which tells forms of one type apart
   * @param make makes it; where this throws, nothing is kept, and the next call tries again
   * @throws IllegalStateException if the volume is closed
   */
  public <F extends DerivedForm> F get(Class<F> type, Object which, Supplier<F> make) {
    return type.cast(slot(type, which).get(false, spent -> make.get()));
  }

  /** Returns whether a form has been made of a type, whichever it is. */
  public synchronized boolean has(Class<?> type) {
    return slots.entrySet().stream()
        .anyMatch(slot -> slot.getKey().type() == type && slot.getValue().form != null);
  }

  /** As {@link #get(Class, Object, Supplier)}, for a type of which there is but one form. */
  public <F extends DerivedForm> F get(Class<F> type, Supplier<F> make) {
    return get(type, type, make);
  }

  /**
   * Makes way for the forms of other voxels that took the place of these. No projector may be using
   * any.
   */
  public synchronized void renew() {
    slots.values().forEach(Slot::renew);
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
