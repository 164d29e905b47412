package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.parquet.SinogramFiles.Written;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scans/ID.json} says: from what, how, by what and when a scan was made, and its files.
 * What may be missing in manifests of earlier versions is marked as such.
 *
 * @param format {@link #FORMAT}
 * @param id of the scan
 * @param source the volume's file, as a fully qualified path
 * @param inputsSha256 SHA-256 of each file of the volume, by name
 * @param inputFiles their lengths and times; empty in manifests of format 1
 * @param fingerprint see {@link Fingerprint}
 * @param created when, in ISO 8601
 * @param sinotrace version of the program
 * @param arithmetic name of the projector's arithmetic
 * @param description the scan description as it was read, with its defaults
 * @param columns names of the value columns of the sinogram; {@code line_integral} alone in
 *     manifests of earlier versions
 * @param files of the sinogram
 * @param views the file of views; null: {@code views.parquet}, of unknown length
 * @param previews names of the pictures
 * @param warnings about a geometry that is probably unintended, one line each
 * @param staging where the scan was prepared, from the dataset's root: its files lie there until
 *     they are moved to their places; null: always in their places
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScanManifest(
    int format,
    String id,
    String source,
    Map<String, String> inputsSha256,
    Map<String, InputFile> inputFiles,
    String fingerprint,
    String created,
    String sinotrace,
    String arithmetic,
    JsonNode description,
    Volume volume,
    Acquisition geometry,
    @Nullable Figures figures,
    List<String> columns,
    List<File> files,
    @Nullable File views,
    List<String> previews,
    List<String> warnings,
    @Nullable String staging) {
  /** To be raised when readers of manifests have to change. */
  public static final int FORMAT = 2;

  private static final String OLD_VIEWS = "views.parquet";

  /**
   * A file of the volume, as it was when it was read.
   *
   * @param bytes long
   * @param modified when it was last written, in milliseconds, by the clock of its file system
   */
  public record InputFile(long bytes, long modified) {}

  /**
   * The volume.
   *
   * @param voxels along x, y and z
   * @param indexToWorld the first three rows of the matrix, row by row
   * @param mu how the numbers of its files become mu, or densities
   * @param acquisition what its files say of how it was acquired: {@code kvp} and {@code
   *     convolution_kernel}, as DICOM has them; empty where they say nothing, and in manifests of
   *     earlier versions
   */
  public record Volume(
      List<Integer> voxels,
      List<Double> indexToWorld,
      String mu,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> acquisition) {
    /** Fills in what earlier versions did not write. */
    public Volume {
      acquisition = acquisition == null ? Map.of() : acquisition;
    }
  }

  /** The size of a scan; beam is parallel, fan or cone. */
  public record Acquisition(String beam, int views, int rows, int columns) implements Serializable {
    /** Returns that of a geometry. */
    public static Acquisition of(Geometry geometry) {
      return new Acquisition(
          geometry.beam().name().toLowerCase(Locale.ROOT),
          geometry.views().size(),
          geometry.detector().rows(),
          geometry.detector().columns());
    }
  }

  /**
   * Rays, bytes and times.
   *
   * @param rays traced
   * @param rayVoxels about how many voxels they meet
   * @param rows detector rows of all views
   * @param bytes of the sinogram's files
   * @param wallSeconds from the first task until the pictures were drawn
   * @param taskSecondsReading waiting for the volume, summed over tasks
   * @param taskSecondsTracing waiting for pixels to be traced, summed over tasks
   * @param taskSecondsWriting encoding and writing, summed over tasks
   */
  public record Figures(
      long rays,
      long rayVoxels,
      long rows,
      long bytes,
      double wallSeconds,
      double taskSecondsReading,
      double taskSecondsTracing,
      double taskSecondsWriting) {}

  /**
   * One Parquet file of a scan.
   *
   * @param name in its directory
   * @param rows in it
   * @param bytes long
   * @param crc32c of its bytes, in hexadecimal
   * @param backend that traced it; null where nothing was traced
   * @param tiles of the sinogram in it, one a row group, in their order; none in the file of views,
   *     and in manifests of earlier versions
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record File(
      String name,
      long rows,
      long bytes,
      String crc32c,
      @Nullable String backend,
      List<Tile> tiles) {
    /** Fills in what earlier versions did not write. */
    public File {
      tiles = orEmpty(tiles);
    }

    /** Describes a file that was written. */
    public static File of(Written file, @Nullable String backend) {
      return new File(file.name(), file.rows(), file.bytes(), file.crc32c(), backend, file.tiles());
    }
  }

  /** Fills in what earlier versions did not write. */
  public ScanManifest {
    inputFiles = inputFiles == null ? Map.of() : inputFiles;
    columns = columns == null ? List.of(Columns.LINE_INTEGRAL) : List.copyOf(columns);
    previews = orEmpty(previews);
    warnings = orEmpty(warnings);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** Returns the manifest of a scan that is about to be committed. */
  static ScanManifest of(String id, TracedScan scan, @Nullable String staging) {
    return new ScanManifest(
        FORMAT,
        id,
        scan.origin().source(),
        scan.origin().inputs(),
        scan.origin().inputFiles(),
        scan.origin().fingerprint(),
        Instant.now().toString(),
        version(),
        scan.origin().arithmetic(),
        Json.MAPPER.valueToTree(scan.origin().description()),
        scan.volume(),
        scan.acquisition(),
        scan.figures(),
        scan.columns().stream().map(ValueColumn::name).toList(),
        scan.files().stream().map(TracedScan.Staged::file).toList(),
        scan.views().file(),
        scan.previewNames(),
        scan.warnings(),
        staging);
  }

  /** Returns it with nothing for the description. */
  ScanManifest withoutDescription() {
    return new ScanManifest(
        format,
        id,
        source,
        inputsSha256,
        inputFiles,
        fingerprint,
        created,
        sinotrace,
        arithmetic,
        NullNode.getInstance(),
        volume,
        geometry,
        figures,
        columns,
        files,
        views,
        previews,
        warnings,
        staging);
  }

  byte[] json() throws IOException {
    return Json.MAPPER.writeValueAsBytes(this);
  }

  /**
   * Reads a manifest.
   *
   * @param file where it lies, for messages
   * @throws InputException if it is none, or of a newer version
   */
  static ScanManifest parse(byte[] json, Path file) {
    ScanManifest manifest;
    try {
      JsonNode node = Json.MAPPER.readTree(json);
      if (node.path("format").asInt(1) > FORMAT) {
        throw new InputException(
            "%s: a manifest of format %s: expected %d, or a newer Sinotrace"
                .formatted(Storage.shown(file), node.path("format"), FORMAT));
      }
      manifest = Json.MAPPER.treeToValue(node, ScanManifest.class);
    } catch (IOException e) {
      throw noManifest(file, e);
    }
    if (manifest == null || !manifest.isComplete()) {
      throw noManifest(file, null);
    }
    return manifest;
  }

  private static InputException noManifest(Path file, @Nullable IOException cause) {
    return new InputException(
        Storage.shown(file) + " is not the manifest of a scan: expected what a run writes there",
        Objects.requireNonNullElseGet(cause, () -> new IOException("a part is missing")));
  }

  /** Returns whether the required parts are there, and no name leads out of its directory. */
  private boolean isComplete() {
    return Stream.of(id, source, inputsSha256, fingerprint, description, volume, geometry, files)
            .allMatch(Objects::nonNull)
        && format >= 1
        && format <= FORMAT
        && Stream.concat(
                Stream.concat(files.stream(), Stream.ofNullable(views)).map(File::name),
                previews.stream())
            .allMatch(name -> name != null && name.matches("[^/\\\\:]+") && !name.startsWith("."))
        && !columns.isEmpty()
        && columns.stream().allMatch(ValueColumn::isName)
        && (staging == null || StagedRun.isStagedScan(staging));
  }

  /** Returns the value columns of the sinogram. */
  public List<ValueColumn> valueColumns() {
    return columns.stream().map(ValueColumn::new).toList();
  }

  /** Returns the name of the file of views. */
  String viewsName() {
    return views == null ? OLD_VIEWS : views.name();
  }

  /** Returns the version of this build. */
  public static String version() {
    String version = ScanManifest.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
