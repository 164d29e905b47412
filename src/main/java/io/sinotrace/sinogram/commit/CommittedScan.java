package io.sinotrace.sinogram.commit;

import java.util.List;
import java.util.Map;

/**
 * A scan of a dataset, as its newest manifest describes it.
 *
 * @param number of the manifest
 * @param manifest without the description, which is most of it: a dataset may have tens of
 *     thousands of scans
 */
public record CommittedScan(int number, ScanManifest manifest) {
  /**
   * A file of the volume, as it was when it was read.
   *
   * @param sha256 of the whole file
   * @param bytes long; -1 if that is not known
   * @param modified when it was last written, in milliseconds; -1 if that is not known
   */
  public record Input(String name, String sha256, long bytes, long modified) {}

  static CommittedScan of(ScanManifest manifest, int number) {
    return new CommittedScan(number, manifest.withoutDescription());
  }

  /** Returns its name in the dataset. */
  public String id() {
    return manifest.id();
  }

  /** Returns the path of the volume's file. */
  public String source() {
    return manifest.source();
  }

  /** Returns the fingerprint; see {@link Fingerprint}. */
  public String fingerprint() {
    return manifest.fingerprint();
  }

  /** Returns the files of the volume. */
  public List<Input> inputs() {
    return manifest.inputsSha256().entrySet().stream().map(this::input).toList();
  }

  private Input input(Map.Entry<String, String> sum) {
    ScanManifest.InputFile file = manifest.inputFiles().get(sum.getKey());
    return file == null
        ? new Input(sum.getKey(), sum.getValue(), -1, -1)
        : new Input(sum.getKey(), sum.getValue(), file.bytes(), file.modified());
  }
}
