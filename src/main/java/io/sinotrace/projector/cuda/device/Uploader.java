package io.sinotrace.projector.cuda.device;

import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.kernel.BrickArguments;
import io.sinotrace.projector.cuda.kernel.KernelModule;
import io.sinotrace.projector.cuda.kernel.VoxelLayout;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;
import java.util.List;

/** Brings voxels to a device and lays them out there. */
public final class Uploader {
  /** Bytes on their way at a time, about: enough to be copied at full speed. */
  private static final long CHUNK = 16L << 20;

  private final KernelModule kernels;
  private final Volume volume;

  /**
   * Prepares to bring a volume's voxels to a device; copies nothing yet.
   *
   * @param kernels of that device
   */
  public Uploader(KernelModule kernels, Volume volume) {
    this.kernels = kernels;
    this.volume = volume;
  }

  /** Returns the bytes of device memory that a slot needs while voxels pass through it. */
  public static long passingBytes(VoxelGrid grid) {
    return Math.min(Float.BYTES * grid.voxels(), Math.max(CHUNK, (long) Float.BYTES * grid.nx()));
  }

  /**
   * Fills memory with the voxels of a layout, and its margin with zeros.
   *
   * @param slots take turns; on return the first of them knows nothing of what is still under way
   *     in others, unless {@link StreamSlot#finish} is called
   */
  public void upload(VoxelLayout layout, DeviceMemory to, List<StreamSlot> slots) {
    StreamSlot first = slots.get(0);
    to.clear(first.stream());
    // The others must not be overtaken by the zeros.
    first.stream().join();
    int[] from = new int[3];
    int[] n = new int[3];
    for (int k = 0; k < 3; k++) {
      boolean banded = k == layout.bandAxis();
      from[k] = banded ? layout.from() : 0;
      n[k] = banded ? layout.to() - layout.from() : volume.grid().size(k);
    }
    // As many whole slabs as a chunk holds, or else as many rows of one.
    long rows = Math.max(1, passingBytes(volume.grid()) / Float.BYTES / n[0]);
    int ny = (int) Math.min(n[1], rows);
    int nz = (int) Math.min(n[2], Math.max(1, rows / n[1]));
    int turn = 0;
    for (int c = 0; c < layout.channels(); c++) {
      for (int z = 0; z < n[2]; z += nz) {
        for (int y = 0; y < n[1]; y += ny) {
          StreamSlot slot = slots.get(turn++ % slots.size());
          int[] at = {from[0], from[1] + y, from[2] + z};
          int[] size = {n[0], Math.min(ny, n[1] - y), Math.min(nz, n[2] - z)};
          send(slot, c, at, size, layout, to);
        }
      }
    }
  }

  private void send(
      StreamSlot slot, int channel, int[] at, int[] size, VoxelLayout layout, DeviceMemory to) {
    long bytes = (long) Float.BYTES * size[0] * size[1] * size[2];
    // What passed here before has to be through.
    slot.stream().join();
    PinnedMemory out = slot.voxelsOut.atLeast(bytes);
    gather(channel, at, size, out.floats());
    DeviceMemory dense = slot.voxels.atLeast(bytes);
    out.copyTo(dense, 0, bytes, slot.stream());
    long voxel = layout.origin() + channel * layout.floats();
    for (int k = 0; k < 3; k++) {
      voxel += layout.stride()[k] * at[k];
    }
    kernels.arrange(
        new BrickArguments(
            dense.address(0),
            to.address(Float.BYTES * voxel),
            layout.stride(),
            size[0],
            size[1],
            size[2]),
        slot.stream());
  }

  /** Copies a block of a channel, [z][y][x]. */
  private void gather(int channel, int[] at, int[] size, FloatBuffer to) {
    int nx = volume.grid().nx();
    int put = 0;
    for (int z = 0; z < size[2]; z++) {
      FloatBuffer slab = volume.slab(channel, at[2] + z);
      int first = at[1] * nx + at[0];
      if (size[0] == nx) {
        to.put(put, slab, first, size[1] * nx);
        put += size[1] * nx;
      } else {
        for (int y = 0; y < size[1]; y++, put += size[0]) {
          to.put(put, slab, first + y * nx, size[0]);
        }
      }
    }
  }
}
