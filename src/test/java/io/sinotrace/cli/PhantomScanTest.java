package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
        "{\"size\":[24,28,20],\"spacing\":[8.0,8.0,9.0],\"exact\":false,\"samples\":1,\"phantom\":\"head\"}",
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
  void solidsBeyondTheGridAreWarnedOf() throws IOException {
    String solids = "{solids: [{shape: box, size: [200, 20, 20], mu: 0.02}]}";
    write("long.yaml", "volume: {phantom: %s, size: 20, spacing: 8}".formatted(solids));
    String warning =
        "solids-cut: 1 of 1 solids of the phantom go beyond its grid, by up to 20.0 mm";
    Cli.Result dry = run("run", "long.yaml", "--dry-run", "output.path=" + temp.resolve("long"));
    assertTrue(dry.out().contains("  warning  " + warning), dry.out());
    Cli.Result exact =
        run(
            "run",
            "long.yaml",
            "--dry-run",
            "volume.exact=true",
            "output.path=" + temp.resolve("l"));
    assertFalse(exact.out().contains("solids-cut"), exact.out());
    Path file = Files.writeString(temp.resolve("solids.yaml"), solids);
    Cli.Result written =
        Cli.run(
            "phantom",
            file.toString(),
            "--size=20",
            "--spacing=8",
            "--out=" + temp.resolve("l.npy"));
    assertTrue(written.err().startsWith("warning: " + warning), written.toString());
  }

  @Test
  void anExactScanIsThatOfFinerVoxelsInTheEnd() throws IOException {
    write("exact.yaml", "volume: {phantom: head, size: [24, 28, 24], spacing: 8, exact: true}");
    Cli.Result result = run("run", "exact.yaml", "output.path=" + temp.resolve("exact"));
    assertDone(result);
    assertTrue(result.out().contains("backend  analytic: line integrals of the phantom itself"));
    JsonNode manifest = manifest("exact/scans/head.json");
    assertEquals("analytic-1", manifest.path("arithmetic").asText());
    assertEquals("analytic", manifest.path("files").path(0).path("backend").asText());
    assertTrue(manifest.path("description").path("volume").path("exact").asBoolean());
    assertEquals(0, manifest.path("figures").path("ray_voxels").asInt());
    assertEquals(
        "mu of the phantom itself, without voxels: line integrals are exact",
        manifest.path("volume").path("mu").asText());
    float[] exact = pixels("exact", "head");
    double before = 1;
    for (int n : new int[] {2, 4}) {
      assertDone(
          run(
              "run",
              "exact.yaml",
              "volume.exact=false",
              "volume.size=[%d, %d, %d]".formatted(24 * n, 28 * n, 24 * n),
              "volume.spacing=" + 8.0 / n,
              "output.path=" + temp.resolve("traced-" + n)));
      double error = error(pixels("traced-" + n, "head"), exact);
      System.out.printf("voxels of %.0f mm: relative L2 %.2e%n", 8.0 / n, error);
      assertTrue(error < 0.8 * before, error + " after " + before);
      before = error;
    }
    assertTrue(before < 0.05, "relative L2 " + before);
    Cli.Result again = run("run", "exact.yaml", "output.path=" + temp.resolve("exact"));
    assertTrue(again.out().startsWith("head: already there"), again.out());
    Cli.Result traced =
        run("run", "exact.yaml", "volume.exact=false", "output.path=" + temp.resolve("exact"));
    assertEquals(2, traced.code(), traced.toString());
    assertTrue(traced.err().contains("of volume.exact"), traced.err());
  }

  @Test
  void aPhantomOfMaterialsIsScannedAndCompared() throws IOException {
    Files.writeString(
        temp.resolve("rods.yaml"),
        """
        solids:
          - {shape: cylinder, size: [160, 160, 120], material: water}
          - {shape: cylinder, size: [30, 30, 100], center: [40, 10, 0], material: bone, mode: replace}
        """);
    write("scan.yaml", "volume: {phantom: rods.yaml, size: 40, spacing: 5, exact: true}");
    assertDone(run("run", "scan.yaml"));
    JsonNode manifest = manifest("out/scans/rods.json");
    assertEquals("phantom:/rods", manifest.path("source").asText());
    assertEquals(
        "[\"areal_density.water\",\"areal_density.bone\"]", manifest.path("columns").toString());
    assertEquals(
        60.0, manifest.path("description").path("volume").path("effective-energy").asDouble());
    assertDone(run("reconstruct", "out", "--compare", "--column=line_integral"));
    Cli.Result file =
        Cli.run("phantom", temp.resolve("rods.yaml") + "", "--out=" + temp + "/a.nii");
    assertEquals(2, file.code(), file.toString());
    assertTrue(file.err().contains("rods.yaml: is of materials"), file.err());
  }

  private static double error(float[] got, float[] want) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < want.length; i++) {
      error += ((double) got[i] - want[i]) * ((double) got[i] - want[i]);
      norm += (double) want[i] * want[i];
    }
    return Math.sqrt(error / norm);
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
