package io.sinotrace.volume.disk;

import io.sinotrace.JvmMemory;
import io.sinotrace.WorkerThreads;
import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Brings bands of slabs of a volume on the disk into memory off the heap, one after the other into
 * the same place.
 */
public final class BandReader {
  /** Bands begin at multiples of so many slabs. */
  public static final int SLABS = BrickLayout.EDGE;

  private final DiskVolume volume;
  private final int axis;
  private final VoxelGrid grid;

  /** By channel, then z. */
  private final FloatBuffer[][] slabs;

  /**
   * Prepares to read.
   *
   * @param axis along which slabs follow one another
   * @param thickness slabs of a band: a multiple of {@link #SLABS}, or all
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for a band
   */
  public BandReader(DiskVolume volume, int axis, int thickness) {
    this.volume = volume;
    this.axis = axis;
    this.grid = grid(volume.grid(), axis, thickness);
    int slabBytes = SlabVolume.slabBytes(grid);
    JvmMemory.OFF_HEAP.require(
        SlabVolume.bytes(grid, volume.channels()), "a band of the volume on the disk");
    this.slabs = new FloatBuffer[volume.channels()][grid.nz()];
    for (FloatBuffer[] channel : slabs) {
      for (int z = 0; z < channel.length; z++) {
        channel[z] =
            ByteBuffer.allocateDirect(slabBytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
      }
    }
  }

  /** Returns the grid of a band, somewhere in the world. */
  private static VoxelGrid grid(VoxelGrid whole, int axis, int thickness) {
    return new VoxelGrid(
        axis == 0 ? thickness : whole.nx(),
        axis == 1 ? thickness : whole.ny(),
        axis == 2 ? thickness : whole.nz(),
        whole.indexToWorld());
  }

  /**
   * Returns the bytes off the heap that a band takes.
   *
   * @param thickness slabs of it
   */
  public static long bytes(VoxelGrid grid, int channels, int axis, int thickness) {
    return SlabVolume.bytes(grid(grid, axis, thickness), channels);
  }

  /**
   * Reads the band that begins with a slab. Its voxels beyond the volume may have any values.
   *
   * @param from a multiple of {@link #SLABS}
   * @param threads that may read at a time
   * @return the band as a volume, of which only the number of voxels along each axis says where it
   *     is; valid until the next call
   */
  public Volume read(int from, int threads) {
    BrickLayout layout = volume.layout();
    int[] first = new int[3];
    int[] end = layout.counts.clone();
    first[axis] = from / SLABS;
    end[axis] = Math.min(end[axis], (from + grid.size(axis) + SLABS - 1) / SLABS);
    int across = end[1] - first[1];
    WorkerThreads.run(
        threads,
        across * (end[2] - first[2]),
        () -> {
          BrickCopy copy = new BrickCopy();
          return k -> {
            int y = k % across;
            int z = k / across;
            for (int x = 0; x < end[0] - first[0]; x++) {
              int brick = layout.brick(first[0] + x, first[1] + y, first[2] + z);
              for (int c = 0; c < slabs.length; c++) {
                volume.channel(c).read(brick, 0, BrickLayout.VOXELS, copy.codes, copy.voxels);
                copy.put(slabs[c], x, y, z);
              }
            }
          };
        });
    return new Band();
  }

  /** Distributes the voxels of a brick over the slabs of the band. */
  private final class BrickCopy {
    final short[] codes = new short[BrickLayout.VOXELS];
    final float[] voxels = new float[BrickLayout.VOXELS];

    /** Puts the brick in a place of the band's bricks, as far as it is within the grid. */
    void put(FloatBuffer[] channel, int brickX, int brickY, int brickZ) {
      int x = brickX * BrickLayout.EDGE;
      int y = brickY * BrickLayout.EDGE;
      int z = brickZ * BrickLayout.EDGE;
      int width = Math.min(BrickLayout.EDGE, grid.nx() - x);
      int height = Math.min(BrickLayout.EDGE, grid.ny() - y);
      int depth = Math.min(BrickLayout.EDGE, grid.nz() - z);
      for (int k = 0; k < depth; k++) {
        FloatBuffer slab = channel[z + k];
        for (int j = 0; j < height; j++) {
          slab.put((y + j) * grid.nx() + x, voxels, BrickLayout.cell(0, j, k), width);
        }
      }
    }
  }

  /** The voxels that were read last. */
  private final class Band implements Volume {
    private final DerivedForms forms = new DerivedForms();

    @Override
    public VoxelGrid grid() {
      return grid;
    }

    @Override
    public int channels() {
      return slabs.length;
    }

    @Override
    public FloatBuffer slab(int channel, int z) {
      return slabs[channel][z];
    }

    @Override
    public DerivedForms derivedForms() {
      return forms;
    }
  }
}
