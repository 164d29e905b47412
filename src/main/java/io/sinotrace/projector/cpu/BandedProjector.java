package io.sinotrace.projector.cpu;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.JvmMemory;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.BandMemory;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.MainAxes;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.BandReader;
import io.sinotrace.volume.disk.BandTurns;
import io.sinotrace.volume.disk.DiskVolume;
import java.util.Arrays;
import java.util.Locale;

/**
 * Traces through a volume on the disk: band after band of slabs along each axis that is the main
 * axis of rays, ascending, is brought into memory, and the sums of all rays of the tile wait
 * between bands in place of their line integrals. The bits are those of a volume in memory.
 *
 * <p>Where there is too little memory for the bands of all callers, calls take turns.
 *
 * <p>Each call reads the volume once for each of these axes, however many rays it has. So a caller
 * that has memory for more sums should rather ask for more rays at a time than keep sums on a disk:
 * to write and read S bytes of sums between bands of B bytes of a volume of V takes 2 S V / B, and
 * to read the volume anew for every B bytes of sums S V / B.
 */
public final class BandedProjector implements Projector {
  private final DiskVolume volume;
  private final BoxGeometry geometry;
  private final int threads;
  private final BandMemory memory;
  private final String backend;
  private final Tracer tracer;

  /** Makes what traces through a band. */
  public interface Tracer {
    /**
     * Returns what traces the rays for which a band is, and leaves all others as they are.
     *
     * @param voxels of the band
     * @param geometry on the grid of the whole volume
     */
    CpuProjector of(Volume voxels, Band band, BoxGeometry geometry);
  }

  /**
   * Prepares to trace.
   *
   * @param backend its name
   * @param copied whether the tracer copies the voxels of a band to the heap
   */
  public BandedProjector(
      DiskVolume volume,
      Geometry geometry,
      Resources resources,
      String backend,
      boolean copied,
      Tracer tracer) {
    this(
        volume,
        geometry,
        resources.threads(),
        BandMemory.of(
            JvmMemory.HEAP.available(),
            JvmMemory.OFF_HEAP.available(),
            resources.callers(),
            copied,
            BandMemory.leastBytes(volume.grid(), volume.channels())),
        backend,
        tracer);
  }

  /** As above, with so much memory. */
  BandedProjector(
      DiskVolume volume,
      Geometry geometry,
      int threads,
      BandMemory memory,
      String backend,
      Tracer tracer) {
    this.volume = volume;
    this.geometry = new BoxGeometry(volume.grid(), geometry);
    this.threads = threads;
    this.memory = memory;
    this.backend = backend;
    this.tracer = tracer;
  }

  @Override
  public String backend() {
    return backend;
  }

  @Override
  public int channels() {
    return volume.channels();
  }

  @Override
  public long pixelsAtATime() {
    // The volume is read for each call.
    return Long.MAX_VALUE;
  }

  @Override
  public void project(Tile tile, float[] out) {
    int pixels = Math.toIntExact(tile.pixels(geometry.detector().columns()));
    Arrays.fill(out, 0, Math.multiplyExact(channels(), pixels), 0f);
    BandTurns.Turn turn = volume.bandTurns().await(memory.atATime());
    try {
      for (int axis = 0; axis < 3; axis++) {
        if (mayBeMain(tile, axis)) {
          project(tile, axis, out);
        }
      }
    } finally {
      turn.end();
    }
  }

  private boolean mayBeMain(Tile tile, int axis) {
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      if (MainAxes.mayBeMain(geometry, view, axis)) {
        return true;
      }
    }
    return false;
  }

  /** Traces the rays of one main axis. */
  private void project(Tile tile, int axis, float[] out) {
    VoxelGrid whole = volume.grid();
    int slabs = thickness(axis);
    try (BandReader reader = new BandReader(volume, axis, slabs, threads)) {
      for (int from = 0; from < whole.size(axis); from += slabs) {
        Volume voxels = reader.read(from);
        Band band = new Band(voxels.grid(), whole, axis, from, from + slabs >= whole.size(axis));
        ThreadedProjector.of(tracer.of(voxels, band, geometry), threads).project(tile, out);
      }
    }
  }

  /** Returns the number of slabs of a band. */
  private int thickness(int axis) {
    VoxelGrid grid = volume.grid();
    int size = grid.size(axis);
    long slab = BandReader.bytes(grid, channels(), axis, 1);
    long most = memory.bytes() / slab;
    if (most >= size) {
      return size;
    }
    if (most < BandReader.SLABS) {
      throw new InsufficientMemoryException(
          String.format(
              Locale.ROOT,
              "the volume does not fit into memory, and a band of %d slabs of it takes %.1f MiB, of"
                  + " which a task may take %.1f MiB here (-XX:MaxDirectMemorySize and -Xmx)",
              BandReader.SLABS,
              BandReader.SLABS * slab / 0x1p20,
              memory.bytes() / 0x1p20));
    }
    return (int) (most / BandReader.SLABS) * BandReader.SLABS;
  }
}
