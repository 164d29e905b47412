package io.sinotrace.volume.io.hdf5;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VoxelSink;
import io.sinotrace.volume.io.hdf5.layout.Chunks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The voxels of a dataset that is stored in chunks, read chunk by chunk. */
final class Hdf5Volume implements OpenVolume {
  private final Hdf5Storage storage;
  private final Chunks chunks;
  private final SampleType type;
  private final ByteOrder order;
  private final int first;
  private final VoxelGrid grid;
  private final boolean xyz;

  /** Sizes of the volume, and of a chunk, along its three axes, slowest first. */
  private final int[] size;

  private final int[] chunk;

  /** By axis, how many elements of a chunk lie between neighbours. */
  private final int[] stride = new int[3];

  private final int allAxes;

  /**
   * Takes a dataset and the ownership of the storage.
   *
   * @param first number of the first of the dataset's axes that are the volume's
   * @param grid the volume's
   * @param xyz whether the order of the axes is [x][y][z]; else it is [z][y][x]
   * @param type how a number is stored
   * @param order of its bytes
   */
  Hdf5Volume(
      Hdf5Storage storage,
      Chunks chunks,
      int first,
      VoxelGrid grid,
      boolean xyz,
      SampleType type,
      ByteOrder order) {
    this.storage = storage;
    this.chunks = chunks;
    this.first = first;
    this.grid = grid;
    this.xyz = xyz;
    this.type = type;
    this.order = order;
    this.size = new int[] {grid.size(xyz ? 0 : 2), grid.ny(), grid.size(xyz ? 2 : 0)};
    int[] all = chunks.size();
    this.allAxes = all.length;
    this.chunk = new int[] {all[first], all[first + 1], all[first + 2]};
    for (int k = 0; k < 3; k++) {
      stride[k] = 1;
      for (int a = first + k + 1; a < all.length; a++) {
        stride[k] *= all[a];
      }
    }
  }

  @Override
  public VoxelGrid grid() {
    return grid;
  }

  @Override
  public String stored() {
    return type.toString();
  }

  @Override
  public void decode(VoxelSink sink) {
    // Along the other axes there is only one chunk.
    long[] place = new long[allAxes];
    double[] row = new double[Math.min(chunk[2], size[2])];
    for (int a = 0; a < size[0]; a += Math.min(chunk[0], size[0])) {
      for (int b = 0; b < size[1]; b += Math.min(chunk[1], size[1])) {
        for (int c = 0; c < size[2]; c += Math.min(chunk[2], size[2])) {
          place[first] = a / chunk[0];
          place[first + 1] = b / chunk[1];
          place[first + 2] = c / chunk[2];
          byte[] bytes = storage.guard(() -> chunks.read(place));
          put(sink, ByteBuffer.wrap(bytes).order(order), a, b, c, row);
        }
      }
    }
  }

  /** Passes a chunk to the sink, row by row; (a, b, c) is its first element. */
  private void put(VoxelSink sink, ByteBuffer in, int a, int b, int c, double[] row) {
    int count = Math.min(row.length, size[2] - c);
    for (int i = 0; i < Math.min(chunk[0], size[0] - a); i++) {
      for (int j = 0; j < Math.min(chunk[1], size[1] - b); j++) {
        read(in, i * stride[0] + j * stride[1], count, row);
        if (xyz) {
          sink.column(a + i, b + j, c, row, 0, count);
        } else {
          sink.run(((long) (a + i) * grid.ny() + b + j) * grid.nx() + c, row, 0, count);
        }
      }
    }
  }

  private void read(ByteBuffer in, int at, int count, double[] row) {
    if (stride[2] == 1) {
      type.decode(in.slice(at * type.bytes(), count * type.bytes()).order(order), count, row);
      return;
    }
    for (int i = 0; i < count; i++) {
      row[i] = type.get(in, (at + i * stride[2]) * type.bytes());
    }
  }

  @Override
  public void close() {
    storage.close();
  }
}
