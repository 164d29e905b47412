package io.sinotrace.spark.task;

import io.sinotrace.InputException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Large values, each made once and shared by all who lease it at a time.
 *
 * <p>A value that nobody leases is kept for the next, as long as all values together stay within a
 * budget: when another is to be made and would exceed it, those leased least recently go first. A
 * leased value never goes, so that the budget limits what is kept, not what is in use. Safe for use
 * by many threads.
 */
public final class LeaseCache<K, V> {
  private final long budget;
  private final Consumer<V> closer;

  /** In the order of their last lease. */
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Makes an empty one.
   *
   * @param budget bytes
   * @param closer closes a value that goes; must not throw
   */
  public LeaseCache(long budget, Consumer<V> closer) {
    this.budget = budget;
    this.closer = closer;
  }

  /** A value, or why there is none. */
  private static final class Entry<V> {
    private final long bytes;
    private final CompletableFuture<V> value = new CompletableFuture<>();
    private int leases;

    Entry(long bytes) {
      this.bytes = bytes;
    }
  }

  /** A value that stays until this is closed. */
  public static final class Lease<V> implements AutoCloseable {
    private final V value;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(V value, Runnable release) {
      this.value = value;
      this.release = release;
    }

    /** Returns the value. */
    public V value() {
      return value;
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        release.run();
      }
    }
  }

  /**
   * Leases a value, made by the first who asks for it while others who do wait.
   *
   * @param bytes of the value, about
   * @param make makes the value. Where it throws an {@link InputException}, that is kept like a
   *     value and thrown to all who ask. After any other failure, which all who wait get, the next
   *     call tries again.
   */
  public Lease<V> lease(K key, long bytes, Supplier<V> make) {
    Entry<V> entry;
    boolean first;
    List<Entry<V>> evicted = List.of();
    synchronized (this) {
      Entry<V> there = entries.get(key);
      first = there == null;
      if (there == null) {
        evicted = makeRoom(bytes);
        there = new Entry<>(bytes);
        entries.put(key, there);
      }
      there.leases++;
      entry = there;
    }
    if (first) {
      make(key, entry, make, evicted);
    }
    try {
      return new Lease<>(entry.value.join(), () -> release(entry));
    } catch (CompletionException e) {
      release(entry);
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private synchronized void release(Entry<V> entry) {
    entry.leases--;
  }

  /** Closes what was evicted, so that its memory is free, then makes a value or fails for all. */
  private void make(K key, Entry<V> entry, Supplier<V> make, List<Entry<V>> evicted) {
    try {
      evicted.forEach(this::close);
      entry.value.complete(make.get());
    } catch (InputException e) {
      // Kept: the next call would only find the same fault.
      entry.value.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        entries.remove(key, entry);
      }
      entry.value.completeExceptionally(e);
    }
  }

  /** Takes out what has to go, so that a value of so many bytes stays within the budget. */
  private List<Entry<V>> makeRoom(long bytes) {
    List<Entry<V>> evicted = new ArrayList<>();
    long held = entries.values().stream().mapToLong(entry -> entry.bytes).sum();
    Iterator<Entry<V>> oldest = entries.values().iterator();
    while (oldest.hasNext() && held + bytes > budget) {
      Entry<V> entry = oldest.next();
      if (entry.leases == 0) {
        oldest.remove();
        held -= entry.bytes;
        evicted.add(entry);
      }
    }
    return evicted;
  }

  private void close(Entry<V> evicted) {
    if (!evicted.value.isCompletedExceptionally()) {
      closer.accept(evicted.value.join());
    }
  }
}
