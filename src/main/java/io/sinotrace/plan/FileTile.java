package io.sinotrace.plan;

import io.sinotrace.geometry.Tile;
import java.io.Serializable;

/**
 * One file of a scan.
 *
 * @param number of the file in the scan, from 0
 * @param tile the views and detector rows that it holds
 */
public record FileTile(int number, Tile tile) implements Serializable {}
