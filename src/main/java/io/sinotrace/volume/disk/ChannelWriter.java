package io.sinotrace.volume.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bricks of one channel: as codes until there are too many different values, then as
 * float32. Bricks of which all voxels are 0 are not written.
 */
final class ChannelWriter {
  private final Path path;
  private final int bricks;
  private final BitSet filled = new BitSet();
  private final short[] codes = new short[BrickLayout.EDGE];
  private @Nullable ValueCodes values = new ValueCodes();
  private BrickFile file;

  ChannelWriter(Path path, int bricks) {
    this.path = path;
    this.bricks = bricks;
    try {
      this.file = BrickFile.create(path, bricks, true);
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }

  /**
   * Writes voxels along x.
   *
   * @param cell of the first one
   * @param count how many, all in that brick
   */
  void put(int brick, int cell, float[] voxels, int from, int count) {
    if (isZero(voxels, from, count)) {
      return;
    }
    if (!filled.get(brick)) {
      file.reserve(brick);
      filled.set(brick);
    }
    if (values != null && !encode(values, voxels, from, count)) {
      writeFloats(values.values());
      values = null;
    }
    if (values == null) {
      file.put(brick, cell, voxels, from, count);
    } else {
      file.put(brick, cell, codes, count);
    }
  }

  private static boolean isZero(float[] voxels, int from, int count) {
    int bits = 0;
    for (int i = from; i < from + count; i++) {
      bits |= Float.floatToRawIntBits(voxels[i]);
    }
    return bits == 0;
  }

  /** Leaves the codes of voxels in {@link #codes}; returns whether all have one. */
  private boolean encode(ValueCodes known, float[] voxels, int from, int count) {
    for (int i = 0; i < count; i++) {
      int code = known.code(voxels[from + i]);
      if (code < 0) {
        return false;
      }
      codes[i] = (short) code;
    }
    return true;
  }

  /** Writes what there is into a file of float32, which takes the place of the file of codes. */
  private void writeFloats(float[] known) {
    try {
      // The old one stays mapped until its voxels are copied.
      Files.delete(path);
      BrickFile floats = BrickFile.create(path, bricks, false);
      DiskChannel coded = new DiskChannel(file, new DiskChannel.Form(known, filled));
      short[] some = new short[BrickLayout.LAYER];
      float[] layer = new float[BrickLayout.LAYER];
      for (int b = filled.nextSetBit(0); b >= 0; b = filled.nextSetBit(b + 1)) {
        for (int z = 0; z < BrickLayout.EDGE; z++) {
          coded.readLayer(b, z, some, layer, 0);
          floats.put(b, BrickLayout.cell(0, 0, z), layer, 0, BrickLayout.LAYER);
        }
      }
      file = floats;
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }

  /** Returns how the channel is stored; nothing is written any more. */
  DiskChannel.Form form() {
    return new DiskChannel.Form(values == null ? null : values.values(), filled);
  }
}
