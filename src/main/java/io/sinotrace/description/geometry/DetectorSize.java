package io.sinotrace.description.geometry;

import java.io.Serializable;

/** The number of pixels of a detector whose pitch, centre and orientation are in the poses. */
record DetectorSize(int rows, int columns) implements Serializable {}
