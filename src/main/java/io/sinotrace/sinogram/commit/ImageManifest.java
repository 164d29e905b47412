package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the JSON file beside an image says.
 *
 * @param format {@link #FORMAT}
 * @param scan id of the scan it is of
 * @param unit of its values
 * @param created when, in ISO 8601
 * @param sinotrace version of the program
 * @param settings all that the values depend on: equal settings, equal values
 * @param notes what was found out about the scan, such as which weights were taken
 * @param figures times and sizes
 * @param image name of the NIfTI file beside this one; null if there is none
 * @param picture name of the picture beside it
 * @param bytes length of the NIfTI file; 0 without one
 * @param sha256 of its bytes; null without one
 * @param slices the Parquet files of the image, below {@code images/slices}; none if there are none
 * @param comparison what was found by comparing it with the scanned volume; null if it was not
 * @param pictures lengths and checksums of the pictures, by name; none in manifests of earlier
 *     versions
 * @param staging where the image was prepared, from the dataset's root: its files lie there until
 *     they are moved to their places; null: always in their places
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageManifest(
    int format,
    String scan,
    String unit,
    String created,
    String sinotrace,
    JsonNode settings,
    Map<String, String> notes,
    Map<String, Double> figures,
    @Nullable String image,
    String picture,
    long bytes,
    @Nullable String sha256,
    List<ScanManifest.File> slices,
    @Nullable JsonNode comparison,
    Map<String, FileSum> pictures,
    @Nullable String staging) {
  /** To be raised when readers of these files have to change. */
  public static final int FORMAT = 1;

  /** The key of the name of a comparison's picture. */
  public static final String COMPARISON_PICTURE = "picture";

  /**
   * What is known of a file.
   *
   * @param bytes long
   * @param sha256 of its bytes, in hexadecimal
   */
  public record FileSum(long bytes, String sha256) {}

  /** Fills in what earlier versions did not write. */
  public ImageManifest {
    pictures = pictures == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(pictures));
    slices = slices == null ? List.of() : List.copyOf(slices);
    comparison = comparison == null || comparison.isNull() ? null : comparison;
  }

  /** Returns settings, or a comparison, as they are compared and written. */
  public static JsonNode settings(Map<String, Object> settings) {
    // By way of text, so that numbers are what they are when they are read.
    try {
      return Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(settings));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns how other settings differ from these, such as {@code filter hann, now ram-lak}. */
  private String differences(JsonNode others) {
    return Differences.between(settings, others);
  }

  /** Returns how it is not what is wanted, in words, from the settings that are. */
  public String conflict(JsonNode wanted) {
    return isOfScan(wanted)
        ? "with other settings (%s)".formatted(differences(wanted))
        : "of the scan that was replaced since";
  }

  /** Returns whether it was made from the same scan as one of other settings. */
  public boolean isOfScan(JsonNode wanted) {
    return scanFingerprint().equals(fingerprint(wanted));
  }

  /** Returns the fingerprint of the scan that it was made from. */
  String scanFingerprint() {
    return fingerprint(settings);
  }

  private static String fingerprint(JsonNode settings) {
    return settings.path("scan").path("fingerprint").asText();
  }

  /** Returns it with what is known when all files are written. */
  ImageManifest complete(Map<String, byte[]> drawn, @Nullable String directory) {
    Map<String, FileSum> sums = new TreeMap<>();
    drawn.forEach((file, png) -> sums.put(file, new FileSum(png.length, Fingerprint.sha256(png))));
    return with(sums, directory);
  }

  /** Returns it as it is when no file is left where it was prepared. */
  ImageManifest inItsPlace() {
    return with(pictures, null);
  }

  private ImageManifest with(Map<String, FileSum> sums, @Nullable String directory) {
    return new ImageManifest(
        format,
        scan,
        unit,
        created,
        sinotrace,
        settings,
        notes,
        figures,
        image,
        picture,
        bytes,
        sha256,
        slices,
        comparison,
        sums,
        directory);
  }

  /** Returns what is known of one of {@link #files}; null if nothing is. */
  @Nullable FileSum sum(String file) {
    return file.equals(image) && sha256 != null ? new FileSum(bytes, sha256) : pictures.get(file);
  }

  /** Returns the length of all its files but the pictures. */
  public long allBytes() {
    return bytes + slices.stream().mapToLong(ScanManifest.File::bytes).sum();
  }

  /** Returns the names of the files beside the manifest. */
  List<String> files() {
    JsonNode compared = comparison == null ? null : comparison.get(COMPARISON_PICTURE);
    return Stream.of(image, picture, compared == null ? null : compared.asText())
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /** Returns the names of the files of its slices. */
  Set<String> sliceNames() {
    return slices.stream().map(ScanManifest.File::name).collect(Collectors.toUnmodifiableSet());
  }

  byte[] json() throws IOException {
    return Json.MAPPER.writeValueAsBytes(this);
  }

  static ImageManifest parse(byte[] json, Path file) {
    try {
      ImageManifest manifest = Json.MAPPER.readValue(json, ImageManifest.class);
      if (manifest != null
          && manifest.settings != null
          && manifest.picture != null
          && (manifest.image != null || !manifest.slices.isEmpty())
          && manifest.isInItsPlaces()) {
        return manifest;
      }
    } catch (IOException e) {
      throw noManifest(file);
    }
    throw noManifest(file);
  }

  /** Returns whether no name leads out of its directory. */
  private boolean isInItsPlaces() {
    return Stream.concat(files().stream(), slices.stream().map(ScanManifest.File::name))
            .allMatch(name -> name != null && name.matches("[^/\\\\:]+") && !name.startsWith("."))
        && (staging == null || StagedRun.isStagedImage(staging));
  }

  private static InputException noManifest(Path file) {
    return new InputException(
        Storage.shown(file)
            + " is not the description of an image: expected what jobs/reconstruct or jobs/iterate writes there");
  }
}
