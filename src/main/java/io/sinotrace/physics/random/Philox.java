package io.sinotrace.physics.random;

/**
 * The generator Philox 4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3" (SC 2011): a bijection of 128-bit counters for each 64-bit key.
 *
 * <p>Libraries offer it as a sequence that one object walks along; here every pixel has a counter.
 */
final class Philox {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;

  /** The golden ratio and the root of 3 less 1, in 32 bits: what each round adds to the key. */
  private static final int WEYL_0 = 0x9E3779B9;

  private static final int WEYL_1 = 0xBB67AE85;

  private static final int ROUNDS = 10;

  private static final long WORD = 0xFFFFFFFFL;

  private final int key0;
  private final int key1;

  /** The four words that came out last, two in each, the first in the low half. */
  private long low;

  private long high;

  /**
   * Sets the key.
   *
   * @param key its first word in the low half
   */
  Philox(long key) {
    key0 = (int) key;
    key1 = (int) (key >>> 32);
  }

  /** Computes the words of a counter. */
  void block(int counter0, int counter1, int counter2, int counter3) {
    int c0 = counter0;
    int c1 = counter1;
    int c2 = counter2;
    int c3 = counter3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & WORD);
      long product1 = MULTIPLIER_1 * (c2 & WORD);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    low = (c0 & WORD) | (long) c1 << 32;
    high = (c2 & WORD) | (long) c3 << 32;
  }

  /** Returns the first two words of the block. */
  long low() {
    return low;
  }

  /** Returns the last two words of the block. */
  long high() {
    return high;
  }
}
