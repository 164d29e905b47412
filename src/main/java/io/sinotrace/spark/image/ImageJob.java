package io.sinotrace.spark.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.reconstruction.Reconstruction;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ImageManifest;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.SinogramDataset;
import io.sinotrace.sinogram.commit.StagedImage;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.StoredGeometry;
import io.sinotrace.spark.image.SlabTask.Part;
import io.sinotrace.spark.image.SlabTask.Slab;
import io.sinotrace.spark.task.TaskFailure;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.nifti.NiftiWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reconstructs scans of a dataset, each into {@code images/scan=ID/COLUMN.nii.gz}.
 *
 * <p>A task computes a slab of planes, from the detector rows that it depends on. The driver puts
 * the slabs together, a plane at a time. What is there with the same settings is left.
 */
public final class ImageJob {
  /** Tasks for each slot, so that the last one does not leave the others idle long. */
  private static final int TASKS_PER_SLOT = 2;

  /** Planes are computed sixteen at a time. */
  private static final int LEAST_PLANES = 16;

  /** What a slab may take, if it has more than one plane. */
  private static final long SLAB_BYTES = 256L << 20;

  /** What the names of all fields have that are line integrals, with noise or without. */
  private static final List<String> LINE_INTEGRALS = List.of("line_integral", "water_corrected");

  private final String dataset;
  private final ImageRequest request;
  private final SparkSession spark;
  private final Configuration conf;
  private final RowQuery query;

  /**
   * An image that is there.
   *
   * @param file as a person would type it
   * @param isNew whether it was computed now
   * @param manifest what is known of it
   */
  public record Done(String file, boolean isNew, ImageManifest manifest) {}

  /**
   * Prepares to reconstruct.
   *
   * @throws InputException if the path is no dataset, or it has no such column
   */
  public ImageJob(String dataset, ImageRequest request, SparkSession spark) throws IOException {
    this.dataset = dataset;
    this.request = request;
    this.spark = spark;
    this.conf = spark.sessionState().newHadoopConf();
    CommittedScans scans = CommittedScans.ofDataset(dataset, conf);
    if (scans.ids().isEmpty()) {
      throw new InputException(dataset + " holds no finished scan");
    }
    this.query = new RowQuery(dataset, request.column());
  }

  /**
   * Reconstructs a scan, unless its image is there.
   *
   * @throws InputException if there is no such scan, or it cannot be reconstructed; or if an image
   *     with other settings is there and is not to be replaced
   */
  public Done run(String id) throws IOException {
    try {
      return FinishedScan.read(dataset, id, conf, this::run);
    } catch (Exception e) {
      throw ofInput(id, e);
    }
  }

  /** Returns what is wrong with a scan as a fault of the input, if that is what ended its tasks. */
  private IOException ofInput(String id, Exception e) {
    String where = "%s of %s".formatted(request.column(), id);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException || cause instanceof InsufficientMemoryException) {
        if (cause == e) {
          throw (RuntimeException) e;
        }
        throw new InputException(where + ": " + cause.getMessage(), e);
      }
    }
    String task = TaskFailure.describe(e);
    if (task != null) {
      return new IOException(where + ": " + task, e);
    }
    if (e instanceof IOException failure) {
      return failure;
    }
    throw (RuntimeException) e;
  }

  private Done run(FinishedScan scan) throws IOException {
    ScanManifest manifest = scan.manifest();
    check(manifest);
    Geometry geometry = StoredGeometry.of(scan, conf);
    boolean sliced = manifest.description().path("geometry").has("slices");
    VoxelGrid grid = request.grid(StoredGeometry.grid(manifest), geometry, sliced);
    Reconstruction how = Reconstruction.of(geometry, grid, request.filter());
    JsonNode settings = ImageManifest.settings(settings(manifest, how));
    try (SinogramDataset open = SinogramDataset.open(dataset, conf, fault -> {})) {
      StagedImage image = open.stageImage(scan.id(), request.column().name(), settings);
      ImageManifest there = image.existing();
      if (there != null && there.settings().equals(settings)) {
        return new Done(image.shown(there.image()), false, there);
      }
      if (there != null && !request.overwrite()) {
        throw new InputException(
            "%s is there %s: give --overwrite to replace it"
                .formatted(
                    image.shownManifest(),
                    there.settings().path("scan").equals(settings.path("scan"))
                        ? "with other settings (%s)".formatted(there.differences(settings))
                        : "of the scan that was replaced since"));
      }
      ImageManifest made = compute(scan, how, settings, image);
      return new Done(image.shown(made.image()), true, made);
    }
  }

  /** Returns all that the values of the image depend on. */
  private Map<String, Object> settings(ScanManifest scan, Reconstruction how) {
    VoxelGrid grid = how.grid().grid();
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put(
        "window", request.filter().window().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    filter.put("cutoff", request.filter().cutoff());
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("voxels", List.of(grid.nx(), grid.ny(), grid.nz()));
    List<Double> matrix = new ArrayList<>();
    for (double number : grid.indexToWorld().toArray()) {
      matrix.add(number);
    }
    image.put("index_to_world", matrix);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("scan", Map.of("fingerprint", scan.fingerprint()));
    all.put("column", request.column().name());
    all.put("filter", filter);
    all.put("grid", image);
    all.put("unit", unit());
    DisplayWindow window = request.window();
    all.put("window", window == null ? "auto" : List.of(window.low(), window.high()));
    if (!scan.valueColumns().contains(request.column())) {
      // What is worked out depends on how the scan's protocols are.
      all.put("physics", scan.description().path(PhysicsSpec.KEY));
    }
    all.put("arithmetic", how.arithmetic());
    return all;
  }

  private boolean isDensity() {
    return request.column().path().get(0).equals(Columns.AREAL_DENSITY);
  }

  private String unit() {
    if (request.isHounsfield()) {
      return "HU, mu of water %s/mm".formatted(request.muWater());
    }
    return isDensity() ? "g/cm^3" : "1/mm";
  }

  /** Refuses what is known to be no scan or no column of which there are images. */
  private void check(ScanManifest manifest) {
    String type = manifest.description().path("geometry").path("type").asText();
    if (type.equals("helical") || type.equals("radiograph")) {
      throw new InputException(
          "%s is a %s: expected a circular scan, of a parallel, fan or cone beam"
              .formatted(manifest.id(), type.equals("helical") ? "helical scan" : type));
    }
    if (request.isHounsfield() && isDensity()) {
      throw new InputException(
          "--hounsfield: %s is a density: expected a column of line integrals"
              .formatted(request.column()));
    }
    String field = request.column().path().get(request.column().path().size() - 1);
    if (!isDensity() && LINE_INTEGRALS.stream().noneMatch(field::contains)) {
      throw new InputException(
          "--column %s: is of intensities: expected line integrals, corrected or not, or an areal density"
              .formatted(request.column()));
    }
  }

  private ImageManifest compute(
      FinishedScan scan, Reconstruction how, JsonNode settings, StagedImage image)
      throws IOException {
    String id = scan.id();
    long start = System.nanoTime();
    Path directory = image.parts();
    List<Part> parts = slabs(id, how, directory);
    long joining = System.nanoTime();
    VoxelGrid grid = how.grid().grid();
    ThreePlanes planes = new ThreePlanes(grid);
    MessageDigest digest = sha256();
    long bytes;
    try (PartVolume volume = new PartVolume(grid, directory, parts, conf, planes::take);
        Counted counted = new Counted(new BufferedOutputStream(image.image(), 1 << 16))) {
      OutputStream gzip = new GZIPOutputStream(new DigestOutputStream(counted, digest), 1 << 16);
      if (request.isHounsfield()) {
        NiftiWriter.writeHounsfield(volume, request.muWater(), gzip);
      } else {
        NiftiWriter.write(volume, request.column() + " in " + unit(), gzip);
      }
      gzip.close();
      bytes = counted.bytes;
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("slabs", (double) parts.size());
    figures.put("voxel_updates", (double) grid.voxels() * how.viewsOfVoxel());
    figures.put("task_seconds_reading_and_filtering", sum(parts, Part::readSeconds));
    figures.put("task_seconds_backprojecting", sum(parts, Part::addSeconds));
    figures.put("seconds_joining", (System.nanoTime() - joining) / 1e9);
    figures.put("seconds", (System.nanoTime() - start) / 1e9);
    ImageManifest manifest =
        new ImageManifest(
            ImageManifest.FORMAT,
            id,
            unit(),
            Instant.now().toString(),
            ScanManifest.version(),
            settings,
            how.notes(),
            figures,
            image.imageName(),
            image.pictureName(),
            bytes,
            HexFormat.of().formatHex(digest.digest()));
    // The rows that the slabs were made of are those of this scan, or it is done again.
    scan.requireNewest();
    image.publish(manifest, planes.png(request.window()));
    return manifest;
  }

  /** Has the slabs computed; returns them in their order. */
  private List<Part> slabs(String id, Reconstruction how, Path directory) {
    // Not closed: that would stop a session that others may be using.
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int nz = how.grid().grid().nz();
    int planes = planes(how, TASKS_PER_SLOT * SparkResources.slots(context.sc()));
    List<Slab> slabs = new ArrayList<>();
    PartitionReaderFactory readers = null;
    for (int z = 0; z < nz; z += planes) {
      int zTo = Math.min(nz, z + planes);
      Batch batch = query.rows(id, how.needed(z, zTo));
      readers = readers == null ? batch.createReaderFactory() : readers;
      slabs.add(new Slab(slabs.size(), z, zTo, batch.planInputPartitions()));
    }
    Broadcast<SerializableConfiguration> shared =
        context.broadcast(new SerializableConfiguration(conf));
    Broadcast<Reconstruction> plan = context.broadcast(how);
    try {
      context.setJobDescription("sinotrace: reconstruct " + id);
      float scale = isDensity() ? 10 : 1; // of g/cm^2 a mm
      SlabTask task =
          new SlabTask(
              shared, plan, directory.toString(), required(readers), query.isNested(), scale);
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

  /** Returns how many planes a slab has: for so many tasks, unless they would take too much. */
  private static int planes(Reconstruction how, int tasks) {
    int nz = how.grid().grid().nz();
    int even = (nz + tasks - 1) / tasks;
    int planes = Math.min(nz, (even + LEAST_PLANES - 1) / LEAST_PLANES * LEAST_PLANES);
    while (planes > 1 && SlabTask.bytes(how, (nz - planes) / 2, (nz + planes) / 2) > SLAB_BYTES) {
      planes = (planes + 1) / 2;
    }
    return planes;
  }

  private static double sum(List<Part> parts, ToDoubleFunction<Part> seconds) {
    return parts.stream().mapToDouble(seconds).sum();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counts bytes. */
  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private long bytes;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      out.write(b, off, len);
      bytes += len;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
