package io.sinotrace.projector;

import io.sinotrace.geometry.Tile;

/**
 * Computes line integrals of one volume under one geometry, until whoever opened it closes it.
 *
 * <p>What an implementation prepares once of the volume (copies, transposes, ranges) are the
 * volume's {@linkplain io.sinotrace.volume.DerivedForms derived forms}, which other projectors of
 * that volume share. Many threads may call a projector, each for its own tiles.
 */
public interface Projector extends AutoCloseable {
  /** Name of the arithmetic that all backends share: another name stands for other bits. */
  String ARITHMETIC = "canonical-2";

  /** Returns the name of the backend, as the manifest of a dataset records it. */
  String backend();

  /** Returns the number of channels of the volume, all of which are traced at once. */
  int channels();

  /**
   * Computes the line integrals of all pixels of a tile, of every channel.
   *
   * <p>A line integral is the sum over voxels of mu (1/mm) times the chord length (mm) of the ray
   * in the voxel (Siddon 1985), over the part of the ray between source and pixel centre; for a
   * parallel beam over the whole line. It has no dimension; {@code exp(-value)} is the
   * transmission. The value does not depend on the tile it is computed in, nor on other channels.
   *
   * @param tile which views and rows
   * @param out receives [channel][view][row][column] of the tile from index 0, columns fastest; at
   *     least {@code channels() * tile.pixels(columns)} long
   */
  void project(Tile tile, float[] out);

  /**
   * Returns whether a device does the work, so that the core of the thread that calls {@link
   * #project} is free meanwhile.
   */
  default boolean offloads() {
    return false;
  }

  /**
   * Returns how many pixels a call should ask for, at least: with fewer, work would be repeated.
   */
  default long pixelsAtATime() {
    return 1;
  }

  /**
   * Ends its use, once no thread is in {@link #project} any more; a second time does nothing. The
   * volume is not closed, and keeps the forms that were made of it for other projectors.
   */
  @Override
  default void close() {}
}
