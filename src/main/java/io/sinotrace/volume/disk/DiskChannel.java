package io.sinotrace.volume.disk;

import io.sinotrace.volume.VoxelBlock;
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

  /** Reads a brick; returns false, and leaves the block as it is, where all its voxels are 0. */
  boolean read(int brick, VoxelBlock block) {
    if (!form.filled.get(brick)) {
      return false;
    }
    for (int z = 0; z < BrickLayout.EDGE; z++) {
      readLayer(brick, z, block.codes, block.voxels, VoxelBlock.at(0, 0, z));
    }
    return true;
  }

  /**
   * Reads a layer of a brick.
   *
   * @param z in the brick
   * @param codes room for those of a layer
   * @param voxels receives the layer, from index {@code at} on
   */
  void readLayer(int brick, int z, short[] codes, float[] voxels, int at) {
    float[] values = form.values;
    int cell = BrickLayout.cell(0, 0, z);
    if (!form.filled.get(brick)) {
      Arrays.fill(voxels, at, at + BrickLayout.LAYER, 0f);
    } else if (values == null) {
      file.get(brick, cell, voxels, at, BrickLayout.LAYER);
    } else {
      file.get(brick, cell, codes, BrickLayout.LAYER);
      for (int i = 0; i < BrickLayout.LAYER; i++) {
        voxels[at + i] = values[codes[i] & 0xFFFF];
      }
    }
  }
}
