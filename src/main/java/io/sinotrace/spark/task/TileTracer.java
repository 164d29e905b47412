package io.sinotrace.spark.task;

import io.sinotrace.InputException;
import io.sinotrace.description.SettingKeys;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.SubRays;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.analytic.AnalyticProjector;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RayVoxels;
import io.sinotrace.spark.OnceLog;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.TracingMemory;
import io.sinotrace.spark.task.LeaseCache.Lease;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.io.HashedVolume;
import io.sinotrace.volume.io.InputFile;
import io.sinotrace.volume.io.InputState;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.PhantomVolume;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Traces a tile on an executor and hands out its detector rows, ordered by view, then row.
 *
 * <p>Rays are traced some views at a time, so that memory stays bounded and the first rows come
 * early.
 */
public final class TileTracer implements AutoCloseable {
  private final TileTask task;
  private final List<InputFile> inputs;

  /** Null where a phantom is scanned without voxels. */
  private final @Nullable Lease<HashedVolume> volume;

  private final Projector projector;
  private final String backend;
  private final String choice;
  private final ChunkTracer chunks;
  private final PixelLines lines;
  private final int columns;
  private final long readNanos;

  /** To estimate how many voxels rays meet; null where there are none. */
  private final @Nullable BoxGeometry geometry;

  private double rayVoxels;
  private int at = -1;

  /**
   * Prepares to trace.
   *
   * @param inputs what the volume was made from
   * @param volume closed with this; null if there are no voxels
   * @param projector of the task's geometry as it is traced; closed with this
   * @param choice why this projector
   * @param readNanos how long the volume was waited for
   */
  TileTracer(
      TileTask task,
      List<InputFile> inputs,
      @Nullable Lease<HashedVolume> volume,
      Projector projector,
      String choice,
      long readNanos) {
    this.task = task;
    this.inputs = inputs;
    this.volume = volume;
    this.projector = projector;
    this.backend = projector.backend();
    this.choice = choice;
    this.columns = task.geometry().detector().columns();
    Geometry traced = task.geometry().traced();
    SubRays subRays = task.geometry().subRays();
    this.chunks =
        new ChunkTracer(
            projector,
            traced.views().size(),
            traced.detector().rows(),
            traced.detector().columns(),
            subRays.spotPoints());
    this.lines = new PixelLines(chunks, subRays, task.geometry().detector(), projector.channels());
    this.readNanos = readNanos;
    this.geometry = volume == null ? null : new BoxGeometry(task.grid(), traced);
  }

  /**
   * Chooses the backend, reads the volume if this JVM has not yet, and prepares to trace.
   *
   * @throws InputException if the volume or a setting cannot be used
   * @throws IllegalStateException if the backend cannot be used here
   */
  public static TileTracer open(TileTask task, Configuration conf) {
    PhantomVolume phantom = task.volume().phantom();
    if (phantom != null && phantom.exact()) {
      return exact(task, phantom.phantom(), conf);
    }
    Resources resources = SparkResources.here();
    Backends.Choice choice = choose(task.backend(), resources);
    OnceLog.choice(choice.reason());
    try {
      return open(task, choice, resources, conf);
    } catch (InputException e) {
      // The executor knows no line of the description, but its keys.
      throw e.named(SettingKeys::key);
    }
  }

  private static TileTracer exact(TileTask task, Phantom phantom, Configuration conf) {
    return new TileTracer(
        task,
        InputState.of(task.volume(), conf).summed(),
        null,
        new AnalyticProjector(phantom, task.geometry().traced()),
        AnalyticProjector.NAME + ": line integrals of the phantom itself, without voxels",
        0);
  }

  private static TileTracer open(
      TileTask task, Backends.Choice choice, Resources resources, Configuration conf) {
    long start = System.nanoTime();
    Lease<HashedVolume> lease = lease(task, choice.backend().name(), conf);
    long readNanos = System.nanoTime() - start;
    @Nullable Projector projector = null;
    try {
      Volume volume = lease.value().volume();
      if (!volume.grid().equals(task.grid())) {
        throw new InputException(
            "%s: has changed since the scan was planned".formatted(task.volume().uri()));
      }
      projector = choice.backend().open(volume, task.geometry().traced(), resources);
      return new TileTracer(
          task, lease.value().inputs(), lease, projector, choice.reason(), readNanos);
    } catch (RuntimeException | Error e) {
      try (lease) {
        if (projector != null) {
          projector.close();
        }
      }
      throw e;
    }
  }

  private static Lease<HashedVolume> lease(TileTask task, String backend, Configuration conf) {
    VolumeStore store = VolumeStore.ofThisJvm();
    int channels = task.volume().channels().count();
    return TracingMemory.here().holds(task.grid(), channels, task.rays(), backend)
        ? store.lease(task.volume(), task.grid(), conf)
        : store.leaseOnDisk(task.volume(), task.grid(), conf);
  }

  /**
   * A backend that cannot be used here may be usable on another executor, so this is no fault of
   * the input.
   */
  private static Backends.Choice choose(String backend, Resources resources) {
    try {
      return Backends.choose(backend, resources);
    } catch (InputException e) {
      throw new IllegalStateException(e.named(SettingKeys::key).getMessage(), e);
    }
  }

  /** Goes to the next detector row; returns whether there is one. */
  public boolean next() {
    if (++at == task.views().length * task.rows().length) {
      return false;
    }
    int points = task.geometry().subRays().spotPoints();
    if (at / task.rows().length * points == chunks.to()) {
      chunks.next();
      if (geometry != null) {
        int rows = task.rows().length * task.geometry().subRays().rows();
        rayVoxels += RayVoxels.estimate(geometry, new Tile(chunks.from(), chunks.to(), 0, rows));
      }
    }
    lines.go(at / task.rows().length, at % task.rows().length);
    return true;
  }

  /** Returns the number of the view in the scan. */
  public int view() {
    return task.views()[at / task.rows().length];
  }

  /** Returns the number of the detector row. */
  public int row() {
    return task.rows()[at % task.rows().length];
  }

  /**
   * Returns the pixels, of which this row's begin at {@link #offset}; until {@link #next}. A pixel
   * of several rays has their mean.
   */
  public float[] pixels() {
    return lines.means();
  }

  /** Returns where in {@link #pixels} this row of the first channel begins. */
  public int offset() {
    return lines.offset();
  }

  /** Returns how much farther in {@link #pixels} this row of the next channel begins. */
  public int stride() {
    return lines.stride();
  }

  /** Returns the single rays of this row's pixels. */
  public PixelLines lines() {
    return lines;
  }

  /** Returns the pixels of a detector row. */
  public int columns() {
    return columns;
  }

  /** Returns the rays traced so far. */
  public long rays() {
    return (long) chunks.to()
        / task.geometry().subRays().spotPoints()
        * task.rows().length
        * columns
        * task.geometry().subRays().count();
  }

  /** Returns about how many voxels the rays traced so far meet; 0 where there are none. */
  public double rayVoxels() {
    return rayVoxels;
  }

  /** Returns the name of the backend that traces. */
  public String backend() {
    return backend;
  }

  /** Returns which backend traces, and why this one; one line. */
  public String choice() {
    return choice;
  }

  /** Returns the files that the volume was decoded from, with their checksums. */
  public List<InputFile> inputs() {
    return inputs;
  }

  /** Returns the time spent waiting for the volume. */
  public long readNanos() {
    return readNanos;
  }

  /**
   * Returns the time spent waiting for pixels so far: where the backend traces on this core, all of
   * its tracing; where it traces elsewhere, what did not overlap with the work of the caller.
   */
  public long traceNanos() {
    return chunks.waitedNanos();
  }

  /** Ends the tracing, also before the last row, and waits for a chunk that is being traced. */
  @Override
  public void close() {
    try (volume;
        projector) {
      chunks.close();
    }
  }
}
