package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.FinishedScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans of phantoms that no file holds. */
class PhantomScanTest {
  private static final String GEOMETRY =
      """
      geometry:
        type: cone
        source-to-axis: 300
        source-to-detector: 500
        detector: {rows: 9, columns: 14, pixel: 14}
        views: {count: 5, start: 3}
      output: {path: out}
      """;

  @TempDir Path temp;

  @BeforeEach
  void describe() throws IOException {
    write("head.yaml", "volume: {phantom: head, size: [24, 28, 20], spacing: [8, 8, 9]}");
  }

  private void write(String name, String volume) throws IOException {
    Files.writeString(temp.resolve(name), volume + "\n" + GEOMETRY);
  }

  private Cli.Result run(String... args) {
    String[] all = Arrays.copyOf(args, args.length);
    all[1] = temp.resolve(args[1]).toString();
    return Cli.run(all);
  }

  private static void assertDone(Cli.Result result) {
    assertEquals(0, result.code(), result.toString());
  }

  private JsonNode manifest(String path) throws IOException {
    return new ObjectMapper().readTree(temp.resolve(path).toFile());
  }

  private float[] pixels(String dataset, String id) throws IOException {
    return FinishedScan.read(
        temp.resolve(dataset).toUri().toString(),
        id,
        new Configuration(),
        scan -> {
          float[] all = new float[scan.views() * scan.rows() * scan.columns()];
          scan.forEachRow(
              ValueColumn.LINE_INTEGRALS,
              (view, row, pixels) ->
                  System.arraycopy(
                      pixels, 0, all, (view * scan.rows() + row) * scan.columns(), scan.columns()));
          return all;
        });
  }

  @Test
  void givesTheBitsOfTheFileThatThePhantomCommandWrites() throws IOException {
    assertDone(run("run", "head.yaml", "volume.samples=2"));
    Path file = temp.resolve("file.nii");
    assertDone(
        Cli.run(
            "phantom",
            "head",
            "--out=" + file,
            "--size=24,28,20",
            "--spacing=8,8,9",
            "--samples=2"));
    // The keys of the phantom give way to the path.
    assertDone(
        run(
            "run",
            "head.yaml",
            "volume.path=" + file,
            "volume.units=per-mm",
            "output.path=" + temp.resolve("other")));
    float[] traced = pixels("out", "head");
    assertArrayEquals(pixels("other", "file"), traced);
    assertTrue(traced[4 * 14 + 7] > 1, "a ray through the middle");
  }

  @Test
  void theManifestHasAllOfItAndAScanIsTakenUp() throws IOException {
    assertDone(run("run", "head.yaml"));
    JsonNode manifest = manifest("out/scans/head.json");
    assertEquals("phantom:/head", manifest.path("source").asText());
    JsonNode volume = manifest.path("description").path("volume");
    assertEquals(
        "{\"size\":[24,28,20],\"spacing\":[8.0,8.0,9.0],\"samples\":1,\"phantom\":\"head\"}",
        volume.toString());
    assertTrue(manifest.path("inputs_sha256").path("phantom").asText().matches("[0-9a-f]{64}"));
    Cli.Result again = run("run", "head.yaml");
    assertDone(again);
    assertTrue(again.out().startsWith("head: already there"), again.out());
    assertDone(run("verify", "out"));
    Cli.Result other = run("run", "head.yaml", "volume.size=20");
    assertEquals(2, other.code(), other.out());
    assertTrue(
        other.err().contains("holds scan head of volume.size [24,28,20], now [20,20,20]"),
        other.err());
    assertDone(run("run", "head.yaml", "volume.size=20", "output.overwrite=true"));
    assertEquals(
        "[20,20,20]", manifest("out/scans/head.2.json").path("volume").path("voxels").toString());
  }

  @Test
  void imagesAreComparedWithThePhantomThatWasScanned() throws IOException {
    assertDone(run("run", "head.yaml"));
    Cli.Result image = run("reconstruct", "out", "--compare");
    assertDone(image);
    Path file = temp.resolve("file.nii");
    assertDone(Cli.run("phantom", "head", "--out=" + file, "--size=8", "--spacing=8"));
    Cli.Result other = run("reconstruct", "out", "--compare=" + file, "--overwrite");
    assertEquals(2, other.code(), other.toString());
    assertTrue(
        other.err().contains("is to be read as the volume of the scan, which is phantom:/head"),
        other.err());
  }
}
