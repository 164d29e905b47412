package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.ValueColumn;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A scan whose files are written, ready to be committed.
 *
 * @param origin what it was made from
 * @param volume that it was made of
 * @param acquisition its size
 * @param columns the value columns of the sinogram
 * @param files of the sinogram that belong to it; others beside them were left by attempts that
 *     Spark gave up, some of which may still be writing
 * @param views the file of views
 * @param previews pictures that a task has written
 * @param drawn other pictures: file name to PNG
 * @param figures rays, bytes and times
 * @param warnings about a geometry that is probably unintended, one line each
 */
public record TracedScan(
    Origin origin,
    ScanManifest.Volume volume,
    ScanManifest.Acquisition acquisition,
    List<ValueColumn> columns,
    List<Staged> files,
    Staged views,
    List<StagedPicture> previews,
    Map<String, byte[]> drawn,
    ScanManifest.Figures figures,
    List<String> warnings) {

  /**
   * A file, and the attempt that wrote it; see {@link ScanDestination}.
   *
   * @param file what the manifest says of it
   */
  public record Staged(ScanManifest.File file, String attempt) {}

  /** The name of a picture, and the attempt that wrote it. */
  public record StagedPicture(String name, String attempt) {}

  /**
   * What a scan is made from.
   *
   * @param source the volume's file, as a fully qualified path
   * @param inputs SHA-256 of each file of the volume, by name
   * @param inputFiles lengths and times of these files, by name
   * @param arithmetic name of the projector's arithmetic
   * @param fingerprint see {@link Fingerprint}
   * @param description as it was understood
   */
  public record Origin(
      String source,
      Map<String, String> inputs,
      Map<String, ScanManifest.InputFile> inputFiles,
      String arithmetic,
      String fingerprint,
      Map<String, Object> description) {}

  /** Returns the names of all pictures. */
  public List<String> previewNames() {
    return Stream.concat(previews.stream().map(StagedPicture::name), drawn.keySet().stream())
        .sorted()
        .toList();
  }
}
