package io.sinotrace.volume.disk;

import java.util.concurrent.Semaphore;

/**
 * Who may hold bands of volumes in memory, where there is too little for all at a time: the threads
 * that share that memory, whichever volumes they read. Turns come in the order in which they are
 * asked for.
 */
public final class BandTurns {
  /** All of the memory for bands; so that shares of it add up, as far as parts are whole. */
  private static final int PARTS = 1 << 20;

  private final Semaphore parts = new Semaphore(PARTS, true);

  /** The right to hold bands. */
  public interface Turn {
    /** Lets others have the memory. */
    void end();
  }

  /**
   * Waits until there is memory.
   *
   * @param atATime how many such turns there is memory for
   */
  public Turn await(int atATime) {
    int share = PARTS / atATime;
    try {
      parts.acquire(share);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for memory for bands", e);
    }
    return () -> parts.release(share);
  }
}
