package io.sinotrace.projector.cuda.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The {@code struct Brick} of launch.cuh: where a brick of voxels goes.
 *
 * @param from address of the brick, [z][y][x]
 * @param to address where its first voxel goes
 * @param stride floats from one voxel to the next there, along x, y and z
 * @param nx voxels of the brick along x
 * @param ny voxels along y
 * @param nz voxels along z
 */
public record BrickArguments(long from, long to, long[] stride, int nx, int ny, int nz) {
  ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(BrickMember.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(BrickMember.FROM.at, from).putLong(BrickMember.TO.at, to);
    int[] n = {nx, ny, nz};
    for (int k = 0; k < 3; k++) {
      bytes.putInt(BrickMember.STRIDE.at + Integer.BYTES * k, Math.toIntExact(stride[k]));
      bytes.putInt(BrickMember.N.at + Integer.BYTES * k, n[k]);
    }
    return bytes;
  }
}
