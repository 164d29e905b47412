package io.sinotrace.bench;

import com.sun.management.ThreadMXBean;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;
import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** What JMH measures of a tracer. */
@OutputTimeUnit(TimeUnit.SECONDS)
public class TracingBenchmark {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /** What all threads trace. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls make
  public static class Scan {
    /** Name of the workload. */
    @Param("W1")
    public String workload;

    /** See {@link Workload#of}. */
    @Param("1")
    public int shrink;

    /** Pixels along each side of W2's detector; 0: as many as the workload has. */
    @Param("0")
    public int pixels;

    /** Channels of the volume. */
    @Param("1")
    public int channels;

    /** See {@link Form}. */
    @Param(Form.SCALAR)
    public String form;

    Workload traced;
    Volume volume;

    /** Makes the volume. */
    @Setup
    public void make() {
      traced = pixels == 0 ? Workload.of(workload, shrink) : Workload.radiograph(pixels, shrink);
      volume = new Repeated(traced.volume(), channels);
    }
  }

  /** What one thread traces: a tile of its own with a projector of its own, as a task of a job. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH calls open
  public static class Task {
    private Projector projector;
    private List<Tile> tiles;
    private float[] out;
    private long pixels;

    /** Prepares to trace, and traces one view: after that, nothing is left to prepare. */
    @Setup
    public void open(Scan scan, ThreadParams thread) {
      Share share = Share.of(scan.traced, thread.getThreadIndex(), thread.getThreadCount());
      projector = Form.open(scan.form, scan.volume, share.geometry());
      boolean slow = scan.form.equals(Form.SCALAR);
      tiles = slow ? share.sample(scan.traced.sample()) : share.all(projector);
      pixels = share.pixels(tiles);
      out =
          new float
              [scan.channels
                  * (int) tiles.stream().mapToLong(t -> share.pixels(List.of(t))).max().orElse(0)];
      projector.project(share.sample(1).get(0), out);
    }

    /** Ends the use of the projector; the volume is shared by all threads. */
    @TearDown
    public void close() {
      projector.close();
    }

    private void trace() {
      for (Tile tile : tiles) {
        projector.project(tile, out);
      }
    }
  }

  /** Counts rays, whatever a thread's tile holds, and what is allocated for them. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Count {
    /** Rays traced; JMH sums it up over threads and divides it by the time. */
    public long rays;

    /** Bytes that the thread allocated meanwhile. */
    public long bytes;
  }

  /** A volume that no tracer has yet seen, so that it is prepared anew. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH calls renew
  public static class Unseen {
    private Volume volume;

    /** Puts the same slabs into another object. */
    @Setup(Level.Invocation)
    public void renew(Scan scan) {
      volume = new Same(scan.volume);
    }

    /** Takes with it what a tracer made of it, so that the next one finds room. */
    @TearDown(Level.Invocation)
    public void close() {
      volume.close();
    }

    private static final class Same implements Volume {
      private final Volume slabs;
      private final DerivedForms derivedForms = new DerivedForms();

      Same(Volume slabs) {
        this.slabs = slabs;
      }

      @Override
      public VoxelGrid grid() {
        return slabs.grid();
      }

      @Override
      public int channels() {
        return slabs.channels();
      }

      @Override
      public FloatBuffer slab(int channel, int z) {
        return slabs.slab(channel, z);
      }

      @Override
      public DerivedForms derivedForms() {
        return derivedForms;
      }
    }
  }

  /** Traces a thread's tile. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  public float[] trace(Task task, Count count) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    task.trace();
    count.bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    count.rays += task.pixels;
    return task.out;
  }

  /** Prepares a volume and traces one view of it. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public float[] firstView(Scan scan, Unseen unseen) {
    Share all = Share.of(scan.traced, 0, 1);
    List<Tile> one = all.sample(1);
    float[] out = new float[scan.channels * (int) all.pixels(one)];
    try (Projector projector = Form.open(scan.form, unseen.volume, all.geometry())) {
      projector.project(one.get(0), out);
    }
    return out;
  }

  /** Makes a volume. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public Volume phantom(Scan scan) {
    return scan.traced.volume();
  }
}
