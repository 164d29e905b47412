package io.sinotrace.volume;

import io.sinotrace.InputException;
import io.sinotrace.JvmMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A volume in memory off the Java heap, one buffer a slab and channel.
 *
 * <p>Off the heap, so that the garbage collector does not process it; one copy serves all tasks of
 * the JVM.
 */
public final class SlabVolume implements Volume {
  /** Greater magnitudes are refused: sums of them could overflow float32. */
  public static final float MAX_VALUE = 0x1p96f;

  private final VoxelGrid grid;

  /** By channel, then z. */
  private final FloatBuffer[][] slabs;

  private final DerivedForms derivedForms = new DerivedForms();

  private SlabVolume(VoxelGrid grid, FloatBuffer[][] slabs) {
    this.grid = grid;
    this.slabs = slabs;
  }

  /** Returns the bytes that a volume of one channel on this grid takes. */
  public static long bytes(VoxelGrid grid) {
    return bytes(grid, 1);
  }

  /** Returns the bytes that a volume of so many channels on this grid takes. */
  public static long bytes(VoxelGrid grid, int channels) {
    return grid.voxels() * Float.BYTES * channels;
  }

  /**
   * Returns the bytes of a slab.
   *
   * @throws InputException if it has more than 2 GiB
   */
  public static int slabBytes(VoxelGrid grid) {
    try {
      return Math.multiplyExact(Math.multiplyExact(grid.nx(), grid.ny()), Float.BYTES);
    } catch (ArithmeticException e) {
      throw new InputException(
          "a slab of %d x %d voxels: at most 2 GiB a slab".formatted(grid.nx(), grid.ny()), e);
    }
  }

  /** As {@link #on(VoxelGrid, int)}, of one channel. */
  public static Writer on(VoxelGrid grid) {
    return on(grid, 1);
  }

  /**
   * Returns a writer of a new volume on {@code grid}, all zero.
   *
   * @param channels how many, at least 1
   * @throws InputException if a slab has more than 2 GiB
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for it
   */
  public static Writer on(VoxelGrid grid, int channels) {
    return new Writer(grid, channels);
  }

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
    return derivedForms;
  }

  /** Fills a volume. Used by one thread, and not after {@link #finish}. */
  public static final class Writer implements VoxelWriter {
    private final VoxelGrid grid;
    private final FloatBuffer[][] slabs;
    private float[] scratch = new float[0];

    private Writer(VoxelGrid grid, int channels) {
      if (channels < 1) {
        throw new IllegalArgumentException(channels + " channels: at least 1");
      }
      this.grid = grid;
      this.slabs = new FloatBuffer[channels][grid.nz()];
      int slabBytes = slabBytes(grid);
      JvmMemory.OFF_HEAP.require(bytes(grid, channels), "the volume");
      for (FloatBuffer[] channel : slabs) {
        for (int z = 0; z < channel.length; z++) {
          channel[z] =
              ByteBuffer.allocateDirect(slabBytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
        }
      }
    }

    @Override
    public VoxelGrid grid() {
      return grid;
    }

    /** As {@link #set(int, int, int, int, double)}, in channel 0. */
    public void set(int x, int y, int z, double value) {
      set(0, x, y, z, value);
    }

    @Override
    public void set(int channel, int x, int y, int z, double value) {
      float f = (float) value;
      if (!(Math.abs(f) <= MAX_VALUE)) {
        throw VoxelWriter.refused(x, y, z, value);
      }
      slabs[channel][z].put(y * grid.nx() + x, f);
    }

    /** As {@link #setRun(int, long, double[], int, int)}, in channel 0. */
    public void setRun(long first, double[] values, int from, int count) {
      setRun(0, first, values, from, count);
    }

    @Override
    public void setRun(int channel, long first, double[] values, int from, int count) {
      if (scratch.length < count) {
        scratch = new float[count];
      }
      for (int i = 0; i < count; i++) {
        float f = (float) values[from + i];
        if (!(Math.abs(f) <= MAX_VALUE)) {
          long row = (first + i) / grid.nx();
          throw VoxelWriter.refused(
              (int) ((first + i) % grid.nx()),
              (int) (row % grid.ny()),
              (int) (row / grid.ny()),
              values[from + i]);
        }
        scratch[i] = f;
      }
      long slabVoxels = (long) grid.nx() * grid.ny();
      for (int done = 0; done < count; ) {
        long at = first + done;
        int inSlab = (int) (at % slabVoxels);
        int n = (int) Math.min(count - done, slabVoxels - inSlab);
        slabs[channel][(int) (at / slabVoxels)].put(inSlab, scratch, done, n);
        done += n;
      }
    }

    @Override
    public Volume finish() {
      return new SlabVolume(grid, slabs);
    }
  }
}
