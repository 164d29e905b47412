package io.sinotrace.volume.io;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.DataLayout;
import io.sinotrace.volume.VoxelGrid;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * The voxels of one dataset, read in blocks: whole chunks, so that none is unpacked twice, and not
 * many more at a time than a chunk has.
 */
final class Hdf5Volume implements OpenVolume {
  /** A block is enlarged, chunk by chunk, up to this many voxels. */
  private static final long BLOCK = 1 << 21;

  /** The largest block that one Java array of its bytes can take. */
  private static final long MAX_BLOCK_BYTES = Integer.MAX_VALUE - 64;

  private final Hdf5Storage storage;
  private final Dataset dataset;
  private final VoxelGrid grid;
  private final boolean xyz;
  private final int[] shape;

  /**
   * Checks that the file can hold the dataset, before anything is allocated for it.
   *
   * @param grid the dataset's grid
   * @param xyz whether its indices are [x][y][z]; else they are [z][y][x]
   * @throws io.sinotrace.InputException if it cannot
   */
  Hdf5Volume(Hdf5Storage storage, Dataset dataset, VoxelGrid grid, boolean xyz) {
    this.storage = storage;
    this.dataset = dataset;
    this.grid = grid;
    this.xyz = xyz;
    this.shape = dataset.getDimensions();
    VolumeFile file = storage.file();
    long bytes = grid.voxels() * dataset.getDataType().getSize();
    if (dataset.isEmpty()) {
      throw file.fault("dataset %s was never written".formatted(dataset.getPath()));
    }
    long most =
        dataset instanceof ContiguousDataset d
            ? file.length() - storage.hdf().getUserBlockSize() - d.getDataAddress()
            : Math.multiplyExact(RawImage.MAX_EXPANSION, file.length());
    if (bytes > most) {
      throw file.fault(
          "dataset %s claims %d x %d x %d voxels of %d bytes, more than the file's %d bytes can hold"
              .formatted(
                  dataset.getPath(),
                  shape[0],
                  shape[1],
                  shape[2],
                  dataset.getDataType().getSize(),
                  file.length()));
    }
  }

  @Override
  public VoxelGrid grid() {
    return grid;
  }

  @Override
  public void decode(VoxelSink sink) {
    int[] unit = {1, 1, 1};
    if (dataset instanceof ChunkedDataset chunked) {
      unit = storage.guard(chunked::getChunkDimensions);
      requireWritten(chunked, unit);
    }
    int[] block = blockSize(unit);
    double[] row = new double[block[2]];
    long[] from = new long[3];
    for (from[0] = 0; from[0] < shape[0]; from[0] += block[0]) {
      for (from[1] = 0; from[1] < shape[1]; from[1] += block[1]) {
        for (from[2] = 0; from[2] < shape[2]; from[2] += block[2]) {
          putBlock(sink, from, block, row);
        }
      }
    }
  }

  /** Returns a block of whole units, which grows from the axis that runs fastest. */
  private int[] blockSize(int[] unit) {
    int[] block = new int[3];
    long voxels = 1;
    for (int k = 0; k < 3; k++) {
      block[k] = Math.max(1, Math.min(unit[k], shape[k]));
      voxels *= block[k];
    }
    if (voxels * dataset.getDataType().getSize() > MAX_BLOCK_BYTES) {
      throw storage
          .file()
          .fault(
              "dataset %s has chunks of %s numbers: expected less than 2 GiB a chunk"
                  .formatted(dataset.getPath(), Arrays.toString(unit)));
    }
    if (dataset.getDataLayout() == DataLayout.COMPACT) {
      return shape.clone();
    }
    for (int k = 2; k >= 0; k--) {
      long others = voxels / block[k];
      long units = Math.max(1, BLOCK / Math.max(1, others * block[k]));
      block[k] = (int) Math.min(shape[k], units * block[k]);
      voxels = others * block[k];
    }
    return block;
  }

  /**
   * Refuses missing chunks that stand for anything but 0: the library reads them as 0, whatever the
   * dataset's fill value is.
   */
  private void requireWritten(ChunkedDataset chunked, int[] chunk) {
    Object fill = storage.guard(() -> new Object[] {chunked.getFillValue()})[0];
    if (!(fill instanceof Number value) || value.doubleValue() == 0) {
      return;
    }
    int[] at = new int[3];
    for (at[0] = 0; at[0] < shape[0]; at[0] += chunk[0]) {
      for (at[1] = 0; at[1] < shape[1]; at[1] += chunk[1]) {
        for (at[2] = 0; at[2] < shape[2]; at[2] += chunk[2]) {
          try {
            chunked.getRawChunkBuffer(at);
          } catch (HdfException e) {
            throw storage
                .file()
                .fault(
                    "dataset %s has no readable chunk at %s, and its fill value is %s: expected all chunks written"
                        .formatted(dataset.getPath(), Arrays.toString(at), fill),
                    e);
          }
        }
      }
    }
  }

  private void putBlock(VoxelSink sink, long[] from, int[] block, double[] row) {
    int[] size = new int[3];
    for (int k = 0; k < 3; k++) {
      size[k] = (int) Math.min(block[k], shape[k] - from[k]);
    }
    Object planes =
        storage.guard(
            () ->
                dataset.getDataLayout() == DataLayout.COMPACT
                    ? dataset.getData()
                    : dataset.getData(from, size));
    for (int a = 0; a < size[0]; a++) {
      Object rows = Array.get(planes, a);
      for (int b = 0; b < size[1]; b++) {
        Hdf5Types.toDoubles(Array.get(rows, b), size[2], row);
        if (xyz) {
          sink.column((int) (from[0] + a), (int) (from[1] + b), (int) from[2], row, 0, size[2]);
        } else {
          long first = ((from[0] + a) * grid.ny() + (from[1] + b)) * grid.nx() + from[2];
          sink.run(first, row, 0, size[2]);
        }
      }
    }
  }

  @Override
  public void close() {
    storage.close();
  }
}
