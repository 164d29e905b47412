package io.sinotrace.spark;

import io.sinotrace.geometry.Tile;
import java.io.Serializable;
import java.util.List;

/**
 * What an executor needs to trace one tile and write it.
 *
 * @param trace what to trace
 * @param files the tiles of the files it goes to, ordered by view, then row
 * @param firstFile number of the first of these files in the scan
 */
record WriteTask(TileTask trace, List<Tile> files, int firstFile) implements Serializable {}
