package io.sinotrace.volume.disk;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Reads the bricks of one channel. Safe for use by many threads. */
final class DiskChannel {
  private final BrickFile file;
  private final Form form;

  /**
   * How a channel is stored.
   *
   * @param values what each code stands for; null where the voxels themselves are stored
   * @param filled bricks in which not all voxels are 0
   */
  record Form(float @Nullable [] values, BitSet filled) implements Serializable {
    boolean isCoded() {
      return values != null;
    }
  }

  DiskChannel(BrickFile file, Form form) {
    this.file = file;
    this.form = form;
  }

  /** Opens a channel that a process of this host has written. */
  static DiskChannel open(Path path, int bricks, Form form) throws IOException {
    return new DiskChannel(BrickFile.open(path, bricks, form.isCoded()), form);
  }

  /**
   * Reads neighbouring voxels of a brick.
   *
   * @param cell of the first one
   * @param count how many
   * @param codes room for so many
   * @param voxels receives them
   */
  void read(int brick, int cell, int count, short[] codes, float[] voxels) {
    float[] values = form.values;
    if (!form.filled.get(brick)) {
      Arrays.fill(voxels, 0, count, 0f);
    } else if (values == null) {
      file.get(brick, cell, voxels, count);
    } else {
      file.get(brick, cell, codes, count);
      for (int i = 0; i < count; i++) {
        voxels[i] = values[codes[i] & 0xFFFF];
      }
    }
  }
}
