package io.sinotrace.projector;

import io.sinotrace.geometry.Tile;

/**
 * Computes line integrals of one volume under one geometry.
 *
 * <p>What an implementation prepares once (copies, transposes, ranges) it prepares when it is made;
 * after that many threads may call it, each for its own tiles.
 */
public interface Projector {
  /** The arithmetic all backends share; another name would mean other bits. */
  String ARITHMETIC = "canonical-2";

  /** Returns the name of the backend, as the manifest of a dataset records it. */
  String backend();

  /**
   * Computes the line integrals of all pixels of a tile.
   *
   * <p>A line integral is the sum over voxels of mu (1/mm) times the chord length (mm) of the ray
   * in the voxel (Siddon 1985), over the part of the ray between source and pixel centre; for a
   * parallel beam over the whole line. It has no dimension; {@code exp(-value)} is the
   * transmission. The value does not depend on the tile it is computed in.
   *
   * @param tile which views and rows
   * @param out receives [view][row][column] of the tile from index 0, columns fastest; at least
   *     {@code tile.pixels(columns)} long
   */
  void project(Tile tile, float[] out);

  /**
   * Returns whether the work is done elsewhere than on the core of the thread that calls {@link
   * #project}, so that a caller may do something else meanwhile.
   */
  default boolean offloads() {
    return false;
  }

  /**
   * Returns how many pixels it wants to be asked for at a time, at least: fewer would repeat work.
   */
  default long pixelsAtATime() {
    return 1;
  }
}
