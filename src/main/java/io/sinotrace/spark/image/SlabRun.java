package io.sinotrace.spark.image;

import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.geometry.Tile;
import io.sinotrace.reconstruction.Reconstruction;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.image.SlabTask.Part;
import io.sinotrace.spark.image.SlabTask.Slab;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** An image cut into slabs of planes, and the Spark job of a task each. */
final class SlabRun {
  /** Tasks for each slot, so that the last one does not leave the others idle long. */
  private static final int TASKS_PER_SLOT = 2;

  /** Planes below which a task takes longer for each: rather than fewer, a slot gets one task. */
  private static final int EFFICIENT_PLANES = 128;

  /** Planes are computed sixteen at a time. */
  private static final int LEAST_PLANES = 16;

  /** What a slab may take, if it has more than one plane. */
  private static final long SLAB_BYTES = 256L << 20;

  private final JavaSparkContext context;
  private final Reconstruction how;
  private final int zFrom;
  private final int zTo;
  private final int planes;

  /**
   * Cuts an image.
   *
   * @param region of its grid that is wanted
   */
  SlabRun(JavaSparkContext context, Reconstruction how, ImageRegion region) {
    this.context = context;
    this.how = how;
    this.zFrom = region.first().get(2);
    this.zTo = region.last().get(2) + 1;
    this.planes = planes(SparkResources.slots(context.sc()));
  }

  /** Returns how many planes a slab has: for as many tasks, unless they would take too much. */
  private int planes(int slots) {
    int nz = zTo - zFrom;
    int tasks = nz < EFFICIENT_PLANES * TASKS_PER_SLOT * slots ? slots : TASKS_PER_SLOT * slots;
    int even = (nz + tasks - 1) / tasks;
    int most = Math.min(nz, (even + LEAST_PLANES - 1) / LEAST_PLANES * LEAST_PLANES);
    int middle = (zFrom + zTo) / 2;
    while (most > 1 && bytes(middle - most / 2, most) > SLAB_BYTES) {
      most = (most + 1) / 2;
    }
    return most;
  }

  private long bytes(int from, int count) {
    return SlabTask.bytes(how, from, from + count);
  }

  /** Returns how it is cut: planes as views, lines as rows. */
  List<Tile> tiles(int lines) {
    List<Tile> tiles = new ArrayList<>();
    for (int z = zFrom; z < zTo; z += planes) {
      tiles.add(new Tile(z - zFrom, Math.min(zTo, z + planes) - zFrom, 0, lines));
    }
    return tiles;
  }

  /**
   * Has the slabs of a scan computed.
   *
   * @param backend that adds them up, or what stands for the best
   * @return them in their order
   */
  List<Part> run(String id, RowQuery query, SlabOutput output, String backend, Configuration conf) {
    List<Slab> slabs = new ArrayList<>();
    PartitionReaderFactory readers = null;
    for (int z = zFrom; z < zTo; z += planes) {
      int to = Math.min(zTo, z + planes);
      Batch batch = query.rows(id, how.needed(z, to));
      readers = readers == null ? batch.createReaderFactory() : readers;
      slabs.add(new Slab(slabs.size(), z, to, batch.planInputPartitions()));
    }
    Broadcast<SerializableConfiguration> shared =
        context.broadcast(new SerializableConfiguration(conf));
    Broadcast<Reconstruction> plan = context.broadcast(how);
    try {
      context.setJobDescription("sinotrace: reconstruct " + id);
      SlabTask task =
          new SlabTask(shared, plan, output, required(readers), query.isNested(), backend);
      List<Part> parts =
          new ArrayList<>(context.parallelize(slabs, slabs.size()).map(task).collect());
      parts.sort(Comparator.comparingInt(Part::number));
      return parts;
    } finally {
      context.setJobDescription(null);
      // Not destroyed: tasks of a job that failed may be running yet.
      plan.unpersist();
      shared.unpersist();
    }
  }

  private static PartitionReaderFactory required(@Nullable PartitionReaderFactory readers) {
    if (readers == null) {
      throw new IllegalStateException("an image without planes");
    }
    return readers;
  }
}
