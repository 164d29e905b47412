package io.sinotrace.sinogram.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/**
 * A scan that is told from others by a number, which its files hold instead of pixels: two of the
 * sinogram, which two tasks write, one of views, and a picture.
 */
record ModelScan(int number) {
  static final String ID = "head";
  static final int FILES = 2;

  private static final ScanManifest.Volume VOLUME =
      new ScanManifest.Volume(List.of(2, 2, 2), List.of(), "mu = value", Map.of());

  /** Returns what the names of its files begin with, where they depend on nothing else. */
  String prefix() {
    return "%012x".formatted(number);
  }

  private String prefix(ScanDestination to) {
    return to.names().isEmpty() ? prefix() : new FileIdentity(prefix()).with(to.names()).prefix();
  }

  static String file(String prefix, int k) {
    return "%s-%05d.parquet".formatted(prefix, k);
  }

  static String views(String prefix) {
    return prefix + ".parquet";
  }

  /** Another for odd numbers than for even ones, as scans of one view have other pictures. */
  String picture() {
    return number % 2 == 0 ? "head-sinogram.png" : "head-projection.png";
  }

  static byte[] content(String name) {
    return ("of " + name).getBytes(UTF_8);
  }

  String fingerprint() {
    return "fingerprint " + number;
  }

  /** Writes it as tasks do, and commits it. */
  CommitOutcome write(Storage storage, SinogramDataset dataset) throws IOException {
    StagedScan staged = dataset.stage(ID);
    CommitOutcome outcome = staged.commit(trace(storage, staged.destination()));
    staged.discard();
    return outcome;
  }

  /** Writes its files. */
  TracedScan trace(Storage storage, ScanDestination to) throws IOException {
    String prefix = prefix(to);
    for (int k = 0; k < FILES; k++) {
      write(storage, new Path(to.sinogram("a" + k), file(prefix, k)));
    }
    write(storage, new Path(to.views("a0"), views(prefix)));
    write(storage, new Path(to.previews("a1"), picture()));
    return traced(prefix);
  }

  private static void write(Storage storage, Path file) throws IOException {
    storage.makeDirectories(file.getParent());
    storage.write(file, content(file.getName()));
  }

  private TracedScan traced(String prefix) {
    return new TracedScan(
        new TracedScan.Origin(
            "file:/volumes/head.nii",
            Map.of("head.nii", "00ff"),
            Map.of("head.nii", new ScanManifest.InputFile(1, 2)),
            "canonical",
            fingerprint(),
            Map.of("geometry", "a cone")),
        VOLUME,
        new ScanManifest.Acquisition("cone", 1, 1, 1),
        ValueColumn.LINE_INTEGRALS,
        IntStream.range(0, FILES)
            .mapToObj(k -> new TracedScan.Staged(manifested(file(prefix, k)), "a" + k))
            .toList(),
        new TracedScan.Staged(manifested(views(prefix)), "a0"),
        List.of(new TracedScan.StagedPicture(picture(), "a1")),
        Map.of(),
        new ScanManifest.Figures(1, 2, 3, 4, 5, 6, 7, 8),
        List.of());
  }

  private static ScanManifest.File manifested(String name) {
    return new ScanManifest.File(name, 1, content(name).length, "00000000", "scalar", List.of());
  }
}
