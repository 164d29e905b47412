package io.sinotrace.volume.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bricks of one channel in a mapped file: each voxel a float32, or a code of 16 bits for it.
 * Bricks that are never written take no room on file systems that know holes, and read as 0.
 */
final class BrickFile {
  /** The least bytes of a page of memory. */
  private static final int PAGE = 4096;

  /** Bytes that are mapped in one piece. */
  private static final int PIECE = 1 << 30;

  /** By piece; of a file of codes. */
  private final ShortBuffer[] codes;

  /** By piece; of a file of voxels. */
  private final FloatBuffer[] voxels;

  private final int bricksOfPiece;

  private BrickFile(ShortBuffer[] codes, FloatBuffer[] voxels, int bricksOfPiece) {
    this.codes = codes;
    this.voxels = voxels;
    this.bricksOfPiece = bricksOfPiece;
  }

  /** Returns the bytes of a file, were every voxel written. */
  static long bytes(int bricks, boolean coded) {
    return (long) bricks * brickBytes(coded);
  }

  private static int brickBytes(boolean coded) {
    return BrickLayout.VOXELS * (coded ? Short.BYTES : Float.BYTES);
  }

  /** Makes a file, all 0. */
  static BrickFile create(Path path, int bricks, boolean coded) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return map(channel, bricks, coded, MapMode.READ_WRITE);
    }
  }

  /** Opens a file that is complete. */
  static BrickFile open(Path path, int bricks, boolean coded) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() != bytes(bricks, coded)) {
        throw new IOException(path + ": has " + channel.size() + " bytes: damaged");
      }
      return map(channel, bricks, coded, MapMode.READ_ONLY);
    }
  }

  private static BrickFile map(FileChannel channel, int bricks, boolean coded, MapMode mode)
      throws IOException {
    int bricksOfPiece = PIECE / brickBytes(coded);
    int pieces = (bricks + bricksOfPiece - 1) / bricksOfPiece;
    ShortBuffer[] codes = new ShortBuffer[coded ? pieces : 0];
    FloatBuffer[] voxels = new FloatBuffer[coded ? 0 : pieces];
    for (int k = 0; k < pieces; k++) {
      long from = (long) k * PIECE;
      ByteBuffer piece =
          channel
              .map(mode, from, Math.min(PIECE, bytes(bricks, coded) - from))
              .order(ByteOrder.nativeOrder());
      if (coded) {
        codes[k] = piece.asShortBuffer();
      } else {
        voxels[k] = piece.asFloatBuffer();
      }
    }
    return new BrickFile(codes, voxels, bricksOfPiece);
  }

  private int at(int brick, int cell) {
    return brick % bricksOfPiece * BrickLayout.VOXELS + cell;
  }

  /**
   * Takes room for all of a brick, of which nothing was written. On a file system in memory a page
   * that is not there takes room when it is read, too, and none may be left by then.
   */
  void reserve(int brick) {
    int piece = brick / bricksOfPiece;
    boolean coded = codes.length > 0;
    int step = PAGE / (coded ? Short.BYTES : Float.BYTES);
    for (int cell = 0; cell < BrickLayout.VOXELS; cell += step) {
      if (coded) {
        codes[piece].put(at(brick, cell), (short) 0);
      } else {
        voxels[piece].put(at(brick, cell), 0);
      }
    }
  }

  /** Writes codes into neighbouring cells of a brick. */
  void put(int brick, int cell, short[] some, int count) {
    codes[brick / bricksOfPiece].put(at(brick, cell), some, 0, count);
  }

  /** Writes voxels into neighbouring cells of a brick. */
  void put(int brick, int cell, float[] some, int from, int count) {
    voxels[brick / bricksOfPiece].put(at(brick, cell), some, from, count);
  }

  /** Reads codes from neighbouring cells of a brick. */
  void get(int brick, int cell, short[] some, int count) {
    codes[brick / bricksOfPiece].get(at(brick, cell), some, 0, count);
  }

  /** Reads voxels from neighbouring cells of a brick. */
  void get(int brick, int cell, float[] some, int to, int count) {
    voxels[brick / bricksOfPiece].get(at(brick, cell), some, to, count);
  }
}
