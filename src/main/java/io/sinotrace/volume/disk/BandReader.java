package io.sinotrace.volume.disk;

import io.sinotrace.JvmMemory;
import io.sinotrace.WorkerThreads;
import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelBlock;
import io.sinotrace.volume.VoxelGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Brings bands of slabs of a volume on the disk into memory, one after the other into the same
 * place.
 *
 * <p>The voxels are decoded where they are asked for: block by block into the form that a projector
 * makes of them, which takes the place of that of the band before; into slabs off the heap only for
 * those who ask for slabs.
 */
public final class BandReader implements AutoCloseable {
  /** Bands begin at multiples of so many slabs. */
  public static final int SLABS = BrickLayout.EDGE;

  private final DiskVolume volume;
  private final int axis;
  private final VoxelGrid grid;
  private final Band band;
  private final int threads;

  /** The first slab of the band. */
  private int first;

  /**
   * Prepares to read.
   *
   * @param axis along which slabs follow one another
   * @param thickness slabs of a band: a multiple of {@link #SLABS}, or all
   * @param threads that may read at a time
   */
  public BandReader(DiskVolume volume, int axis, int thickness, int threads) {
    this.volume = volume;
    this.axis = axis;
    this.threads = threads;
    this.grid = grid(volume.grid(), axis, thickness);
    this.band = new Band();
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
   * Returns the bytes that the voxels of a band take.
   *
   * @param thickness slabs of it
   */
  public static long bytes(VoxelGrid grid, int channels, int axis, int thickness) {
    return SlabVolume.bytes(grid(grid, axis, thickness), channels);
  }

  /**
   * Goes to the band that begins with a slab. Its voxels beyond the volume may have any values.
   *
   * @param from a multiple of {@link #SLABS}
   * @return the band as a volume, of which only the number of voxels along each axis says where it
   *     is; valid until the next call
   */
  public Volume read(int from) {
    first = from;
    band.decoded = false;
    band.forms.renew();
    return band;
  }

  /** Ends the use of the last band. */
  @Override
  public void close() {
    band.close();
  }

  /** The voxels of the band at hand. */
  private final class Band implements Volume {
    private final DerivedForms forms = new DerivedForms(threads);

    /** By channel, then z, once somebody has asked for them. */
    private FloatBuffer @Nullable [][] slabs;

    /** Whether the slabs hold the voxels. */
    private boolean decoded;

    @Override
    public VoxelGrid grid() {
      return grid;
    }

    @Override
    public int channels() {
      return volume.channels();
    }

    @Override
    public boolean hasSlabs() {
      return false;
    }

    @Override
    public boolean read(int channel, int x, int y, int z, VoxelBlock block) {
      return volume.read(
          channel,
          axis == 0 ? first + x : x,
          axis == 1 ? first + y : y,
          axis == 2 ? first + z : z,
          block);
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for a band
     */
    @Override
    public synchronized FloatBuffer slab(int channel, int z) {
      FloatBuffer[][] all = slabs;
      if (all == null) {
        all = allocated();
        slabs = all;
      }
      if (!decoded) {
        decode(all);
        decoded = true;
      }
      return all[channel][z];
    }

    private FloatBuffer[][] allocated() {
      int slabBytes = SlabVolume.slabBytes(grid);
      JvmMemory.OFF_HEAP.require(
          SlabVolume.bytes(grid, channels()), "a band of the volume on the disk");
      FloatBuffer[][] all = new FloatBuffer[channels()][grid.nz()];
      for (FloatBuffer[] channel : all) {
        for (int z = 0; z < channel.length; z++) {
          channel[z] =
              ByteBuffer.allocateDirect(slabBytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
        }
      }
      return all;
    }

    private void decode(FloatBuffer[][] all) {
      int across = VoxelBlock.count(grid.ny());
      WorkerThreads.run(
          threads,
          across * VoxelBlock.count(grid.nz()),
          () -> {
            VoxelBlock block = new VoxelBlock();
            return k -> {
              int y = k % across * VoxelBlock.EDGE;
              int z = k / across * VoxelBlock.EDGE;
              for (int x = 0; x < grid.nx(); x += VoxelBlock.EDGE) {
                for (int c = 0; c < all.length; c++) {
                  if (!read(c, x, y, z, block)) {
                    block.clear();
                  }
                  put(block, all[c], x, y, z);
                }
              }
            };
          });
    }

    /** Puts a block into its place, as far as it is within the grid. */
    private void put(VoxelBlock block, FloatBuffer[] channel, int x, int y, int z) {
      int width = Math.min(VoxelBlock.EDGE, grid.nx() - x);
      int height = Math.min(VoxelBlock.EDGE, grid.ny() - y);
      int depth = Math.min(VoxelBlock.EDGE, grid.nz() - z);
      for (int k = 0; k < depth; k++) {
        for (int j = 0; j < height; j++) {
          channel[z + k].put((y + j) * grid.nx() + x, block.voxels, VoxelBlock.at(0, j, k), width);
        }
      }
    }

    @Override
    public DerivedForms derivedForms() {
      return forms;
    }
  }
}
