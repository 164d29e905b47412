package io.sinotrace.volume.io.hdf5.layout;

/**
 * The location of a chunk in the file.
 *
 * @param address of its first byte
 * @param bytes as stored, after the filters
 * @param mask bit i is set where filter i was left out
 */
record StoredChunk(long address, long bytes, int mask) {}
