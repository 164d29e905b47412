package io.sinotrace.projector.cuda.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The {@code struct Block} of launch.cuh: where a dense block of voxels goes.
 *
 * @param from address of the block, [z][y][x]
 * @param to address where its first voxel goes
 * @param stride floats from one voxel to the next there, along x, y and z
 * @param nx voxels of the block along x
 * @param ny voxels along y
 * @param nz voxels along z
 */
record BlockArguments(long from, long to, long[] stride, int nx, int ny, int nz) {
  ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(BlockMember.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(BlockMember.FROM.at, from).putLong(BlockMember.TO.at, to);
    int[] n = {nx, ny, nz};
    for (int k = 0; k < 3; k++) {
      bytes.putInt(BlockMember.STRIDE.at + Integer.BYTES * k, Math.toIntExact(stride[k]));
      bytes.putInt(BlockMember.N.at + Integer.BYTES * k, n[k]);
    }
    return bytes;
  }
}
