package io.sinotrace.plan;

import io.sinotrace.geometry.Tile;
import java.io.Serializable;
import java.util.List;

/**
 * What one task computes.
 *
 * @param tile the views and detector rows
 * @param files the files that it is written to: they cover the tile once, and are ordered by view,
 *     then row
 */
public record TilePlan(Tile tile, List<FileTile> files) implements Serializable {}
