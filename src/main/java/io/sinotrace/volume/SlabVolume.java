package io.sinotrace.volume;

import io.sinotrace.InputException;
import io.sinotrace.JvmMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A volume in memory off the Java heap, one buffer a slab.
 *
 * <p>Off the heap, so that the garbage collector does not process it; one copy serves all tasks of
 * the JVM.
 */
public final class SlabVolume implements Volume {
  /** Greater magnitudes are refused: sums of them could overflow float32. */
  public static final float MAX_VALUE = 0x1p96f;

  private final VoxelGrid grid;
  private final FloatBuffer[] slabs;
  private final DerivedForms derivedForms = new DerivedForms();

  private SlabVolume(VoxelGrid grid, FloatBuffer[] slabs) {
    this.grid = grid;
    this.slabs = slabs;
  }

  /** Returns the bytes that a volume on this grid takes. */
  public static long bytes(VoxelGrid grid) {
    return grid.voxels() * Float.BYTES;
  }

  /**
   * Returns a writer of a new volume on {@code grid}, all zero.
   *
   * @throws InputException if a slab has more than 2 GiB
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for it
   */
  public static Writer on(VoxelGrid grid) {
    return new Writer(grid);
  }

  @Override
  public VoxelGrid grid() {
    return grid;
  }

  @Override
  public FloatBuffer slab(int z) {
    return slabs[z];
  }

  @Override
  public DerivedForms derivedForms() {
    return derivedForms;
  }

  /** Fills a volume. Used by one thread, and not after {@link #finish}. */
  public static final class Writer {
    private final VoxelGrid grid;
    private final FloatBuffer[] slabs;
    private float[] scratch = new float[0];

    private Writer(VoxelGrid grid) {
      this.grid = grid;
      this.slabs = new FloatBuffer[grid.nz()];
      int slabBytes;
      try {
        slabBytes = Math.multiplyExact(Math.multiplyExact(grid.nx(), grid.ny()), Float.BYTES);
      } catch (ArithmeticException e) {
        throw new InputException(
            "a slab of %d x %d voxels: at most 2 GiB a slab".formatted(grid.nx(), grid.ny()), e);
      }
      JvmMemory.OFF_HEAP.require(bytes(grid), "the volume");
      for (int z = 0; z < slabs.length; z++) {
        slabs[z] =
            ByteBuffer.allocateDirect(slabBytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
      }
    }

    /**
     * Sets one voxel, rounded once to float32.
     *
     * @throws InputException if the value is not finite or its magnitude is beyond {@link
     *     #MAX_VALUE}
     */
    public void set(int x, int y, int z, double value) {
      float f = (float) value;
      if (!(Math.abs(f) <= MAX_VALUE)) {
        throw refused(x, y, z, value);
      }
      slabs[z].put(y * grid.nx() + x, f);
    }

    /**
     * Sets voxels that follow one another along x, then y, then z; the same as {@link #set} of
     * each.
     *
     * @param first index of the first one in that order, {@code (z * ny + y) * nx + x}
     * @param values their values
     * @param from index in {@code values} of the first one
     * @param count how many; all of them within the grid
     * @throws InputException as {@link #set}; voxels before the one at fault may have been set
     */
    public void setRun(long first, double[] values, int from, int count) {
      if (scratch.length < count) {
        scratch = new float[count];
      }
      for (int i = 0; i < count; i++) {
        float f = (float) values[from + i];
        if (!(Math.abs(f) <= MAX_VALUE)) {
          long row = (first + i) / grid.nx();
          throw refused(
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
        slabs[(int) (at / slabVoxels)].put(inSlab, scratch, done, n);
        done += n;
      }
    }

    private static InputException refused(int x, int y, int z, double value) {
      return new InputException(
          "voxel (%d, %d, %d) is %s: expected finite values of at most 2^96"
              .formatted(x, y, z, value));
    }

    /** Returns the volume. */
    public Volume finish() {
      return new SlabVolume(grid, slabs);
    }
  }
}
