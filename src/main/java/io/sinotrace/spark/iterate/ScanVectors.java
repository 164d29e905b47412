package io.sinotrace.spark.iterate;

import io.sinotrace.description.image.ImageRegion;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Adjoint;
import io.sinotrace.reconstruction.NeededRows;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.image.RowQuery;
import io.sinotrace.spark.image.SlabOutput;
import io.sinotrace.spark.image.WrittenSlab;
import io.sinotrace.spark.iterate.StoredVector.Part;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one scan and one image, and what is done with them, on Spark.
 *
 * <p>Vectors of rays are cut into views, images into planes. All operations but {@link #forward}
 * and {@link #adjoint} are value by value.
 */
final class ScanVectors implements AutoCloseable {
  /** Tasks for each slot, so that the last one does not leave the others idle long. */
  private static final int PARTS_PER_SLOT = 2;

  /** What a part may take, if it has more than one view or plane. */
  private static final long PART_BYTES = 256L << 20;

  /** Rays and planes below this length, in mm, take no part: one over it could overflow. */
  private static final float LEAST_LENGTH = 1e-6f;

  private final ScanModel here;
  private final Path directory;
  private final Configuration conf;
  private final JavaSparkContext context;
  private final Broadcast<ScanModel> model;
  private final Broadcast<SerializableConfiguration> shared;
  private final List<Span> views;
  private final List<Span> planes;
  private int count;

  /**
   * Cuts vectors.
   *
   * @param directory where their files go
   * @param parts into how many; 0 for as many as there are tasks to be run
   */
  ScanVectors(ScanModel model, Path directory, int parts, SparkSession spark, Configuration conf) {
    this.here = model;
    this.directory = directory;
    this.conf = conf;
    // Not closed: that would stop a session that others may be using.
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.model = context.broadcast(model);
    this.shared = context.broadcast(new SerializableConfiguration(conf));
    int tasks = parts > 0 ? parts : PARTS_PER_SLOT * SparkResources.slots(context.sc());
    int allViews = model.geometry().views().size();
    // A part is held, with two more of its size.
    long viewBytes = 3L * model.pixels() * Float.BYTES;
    int mostViews = (int) Math.max(1, PART_BYTES / viewBytes);
    this.views = Span.cut(allViews, Math.min(mostViews, even(allViews, tasks)));
    int size = even(model.grid().nz(), tasks);
    while (size > 1 && Adjoint.bytes(model.grid(), size) > PART_BYTES) {
      size = (size + 1) / 2;
    }
    this.planes = Span.cut(model.grid().nz(), size);
  }

  private static int even(int count, int parts) {
    return (count + parts - 1) / parts;
  }

  /** Value by value, of two vectors. */
  private interface Operation extends Serializable {
    double of(double a, double b);
  }

  /** Reads the values that were measured. */
  StoredVector measured(RowQuery query, String scan) {
    List<InputPartition[]> partitions = new ArrayList<>();
    int rows = here.geometry().detector().rows();
    @Nullable PartitionReaderFactory readers = null;
    for (Span span : views) {
      Batch batch = query.rows(scan, new NeededRows(span.from(), span.to(), 0, rows));
      readers = readers == null ? batch.createReaderFactory() : readers;
      partitions.add(batch.planInputPartitions());
    }
    if (readers == null) {
      throw new IllegalStateException("a scan without views");
    }
    int columns = here.geometry().detector().columns();
    return run(
        "read " + scan,
        views,
        here.pixels(),
        new ScanRows(readers, partitions, query.isNested(), rows, columns));
  }

  /** Returns an image of one value. */
  StoredVector image(float value) {
    return run("image", planes, here.plane(), filled(here.plane(), value));
  }

  /** Returns rays of one value. */
  StoredVector rays(float value) {
    return run("rays", views, here.pixels(), filled(here.pixels(), value));
  }

  private static PartWork filled(int unit, float value) {
    return (span, conf) -> {
      float[] values = new float[Math.multiplyExact(unit, span.count())];
      Arrays.fill(values, value);
      return values;
    };
  }

  /** Returns {@code A image}. */
  StoredVector forward(StoredVector image) {
    return run("project", views, here.pixels(), forward(model, image));
  }

  private static PartWork forward(Broadcast<ScanModel> model, StoredVector image) {
    return (span, conf) -> model.value().forward(image, span, conf);
  }

  /** Returns {@code A' rays}. */
  StoredVector adjoint(StoredVector rays) {
    return run("adjoint", planes, here.plane(), adjoint(model, rays));
  }

  private static PartWork adjoint(Broadcast<ScanModel> model, StoredVector rays) {
    return (span, conf) -> model.value().adjoint(rays, span, conf);
  }

  /** Returns {@code a + scale b}, rounded once. */
  StoredVector sum(StoredVector a, double scale, StoredVector b) {
    return combine("sum", a, b, (x, y) -> x + scale * y);
  }

  /** Returns {@code a + b}, and 0 where that is negative. */
  StoredVector positiveSum(StoredVector a, StoredVector b) {
    return combine("sum", a, b, (x, y) -> Math.max(0, x + y));
  }

  /** Returns {@code a b}. */
  StoredVector product(StoredVector a, StoredVector b) {
    return combine("product", a, b, (x, y) -> x * y);
  }

  /** Returns {@code 1 / lengths}, and 0 where these are hardly any. */
  StoredVector inverse(StoredVector lengths) {
    return combine("inverse", lengths, lengths, (x, y) -> x < LEAST_LENGTH ? 0 : 1 / x);
  }

  private StoredVector combine(String what, StoredVector a, StoredVector b, Operation operation) {
    return run(what, a.spans(), a.unit(), combined(a, b, operation));
  }

  private static PartWork combined(StoredVector a, StoredVector b, Operation operation) {
    return (span, conf) -> {
      float[] left = a.read(span, conf);
      float[] right = b.read(span, conf);
      for (int k = 0; k < left.length; k++) {
        left[k] = (float) operation.of(left[k], right[k]);
      }
      return left;
    };
  }

  private StoredVector run(String what, List<Span> spans, int unit, PartWork work) {
    context.setJobDescription("sinotrace: iterate: " + what);
    try {
      String name = "vector-%06d".formatted(count++);
      PartTask task = new PartTask(shared, directory.toString(), name, unit, work);
      List<Part> parts =
          new ArrayList<>(context.parallelize(spans, spans.size()).map(task).collect());
      parts.sort(Comparator.comparingInt(part -> part.span().number()));
      return new StoredVector(List.copyOf(parts), unit);
    } finally {
      context.setJobDescription(null);
    }
  }

  /**
   * Returns how a region of an image is cut when it is written.
   *
   * @return the planes of each part, from 0 for the first of the region, as views, and its lines as
   *     rows
   */
  List<Tile> tiles(ImageRegion region) {
    int first = region.first().get(2);
    return written(region).stream()
        .map(span -> new Tile(span.from() - first, span.to() - first, 0, region.size(1)))
        .toList();
  }

  /** Returns the planes of each part of an image that are in a region, numbered anew. */
  private List<Span> written(ImageRegion region) {
    List<Span> spans = new ArrayList<>();
    for (Span span : planes) {
      int from = Math.max(span.from(), region.first().get(2));
      int to = Math.min(span.to(), region.last().get(2) + 1);
      if (from < to) {
        spans.add(new Span(spans.size(), from, to));
      }
    }
    return spans;
  }

  /**
   * Writes a region of an image, a slab for each of its {@link #tiles}.
   *
   * @return them in their order
   */
  List<WrittenSlab> write(StoredVector image, ImageRegion region, SlabOutput output) {
    context.setJobDescription("sinotrace: iterate: write");
    try {
      List<Span> spans = written(region);
      SlabWriteTask task = new SlabWriteTask(shared, image, here.grid(), output);
      return context.parallelize(spans, spans.size()).map(task).collect();
    } finally {
      context.setJobDescription(null);
    }
  }

  /** Deletes the files of vectors. */
  void delete(StoredVector... vectors) throws IOException {
    Storage storage = Storage.of(directory, conf);
    for (StoredVector vector : vectors) {
      storage.deleteAll(vector.files().stream().map(Path::new).toList());
    }
  }

  /** Returns into how many parts images are cut. */
  int imageParts() {
    return planes.size();
  }

  /** Ends their use; the files stay. */
  @Override
  public void close() {
    // Not destroyed: tasks of a job that failed may be running yet.
    model.unpersist();
    shared.unpersist();
  }
}
