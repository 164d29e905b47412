package io.sinotrace.physics.random;

/**
 * The random numbers of the pixels of a picture: each pixel has a sequence of its own, which starts
 * anew whenever it is asked for.
 *
 * <p>The counter of the generator is view, row, column, and in the fourth word the part (7 bits),
 * the source (1 bit) and the number of the block (24 bits): sequences do not overlap, and rejection
 * may take as many numbers as it wants. Not for several threads.
 */
public final class NoiseStream {
  private static final int BLOCK_BITS = 24;

  private static final int SOURCE_BITS = 1;

  private static final int MOST_PART = (1 << (Integer.SIZE - BLOCK_BITS - SOURCE_BITS)) - 1;

  private static final int MOST_BLOCKS = 1 << BLOCK_BITS;

  private final Philox philox;

  /** Part and source, above the bits of the block. */
  private final int source;

  private int view;
  private int row;
  private int column;
  private int blocks;
  private boolean half;

  /** Opens it at view 0, row 0, column 0. */
  public NoiseStream(NoiseKey key, NoiseSource source) {
    this(key, source, 0);
  }

  /**
   * Opens it at view 0, row 0, column 0.
   *
   * @param part of the pixel, such as the bin of a detector that counts: 0 to {@value #MOST_PART}
   * @throws IllegalArgumentException if there is no such part
   */
  public NoiseStream(NoiseKey key, NoiseSource source, int part) {
    if (part < 0 || part > MOST_PART) {
      throw new IllegalArgumentException("part " + part);
    }
    this.philox = new Philox(key.value());
    this.source = (part << SOURCE_BITS | source.code()) << BLOCK_BITS;
  }

  /** Goes to the first number of a pixel of the whole detector, whatever part of it is computed. */
  public void at(int newView, int newRow, int newColumn) {
    view = newView;
    row = newRow;
    column = newColumn;
    blocks = 0;
    half = false;
  }

  /** Returns the next 64 random bits. */
  public long nextLong() {
    if (half) {
      half = false;
      return philox.high();
    }
    if (blocks == MOST_BLOCKS) {
      throw new IllegalStateException("the random numbers of a pixel are used up");
    }
    philox.block(source | blocks++, column, row, view);
    half = true;
    return philox.low();
  }

  /** Returns the next number between 0 and 1, neither of them: an odd multiple of 2^-53. */
  public double nextDouble() {
    return ((nextLong() >>> 12) + 0.5) * 0x1p-52;
  }
}
