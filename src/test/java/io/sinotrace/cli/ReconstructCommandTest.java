package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a volume to a dataset, and back to images. */
class ReconstructCommandTest {
  /** mu of water that the phantom has, in 1/mm. */
  private static final double WATER = 0.0206;

  @TempDir static Path temp;

  private static String dataset = "";

  /** A ball of water of radius 24 mm in two boxes of unequal voxels, seen by a cone beam. */
  @BeforeAll
  static void trace() throws IOException {
    Files.createDirectory(temp.resolve("in"));
    for (String name : new String[] {"a", "b"}) {
      ok(
          "phantom",
          "sphere",
          "--out",
          temp.resolve("in/" + name + ".nii.gz").toString(),
          "--size",
          "40,40,24",
          "--spacing",
          "1.5,1.5,2.5",
          "--samples",
          "3");
    }
    dataset = temp.resolve("out").toString();
    Files.writeString(
        temp.resolve("scan.yaml"),
        """
        volume: {path: in/*.nii.gz, units: per-mm, min-age: 0}
        geometry:
          type: cone
          source-to-axis: 500
          source-to-detector: 750
          detector: {rows: 64, columns: 80, pixel: 1.5}
          views: {count: 180}
        output: {path: out}
        """);
    ok("run", temp.resolve("scan.yaml").toString());
  }

  private static Cli.Result ok(String... args) {
    Cli.Result result = Cli.run(args);
    assertEquals(0, result.code(), result.toString());
    return result;
  }

  private static Cli.Result reconstruct(String... more) {
    List<String> args = new ArrayList<>(List.of("reconstruct", dataset));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(new String[0]));
  }

  private static void assertRefused(String words, String... more) {
    Cli.Result result = reconstruct(more);
    assertEquals(2, result.code(), result.toString());
    assertTrue(result.err().contains(words), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  private static Path image(String scan) {
    return image(temp.resolve("out/images/scan=" + scan), "line_integral");
  }

  /** Returns the file that a manifest names. */
  private static Path image(Path images, String column) {
    try {
      JsonNode manifest = new ObjectMapper().readTree(images.resolve(column + ".json").toFile());
      return images.resolve(manifest.path("image").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Volume read(Path file) {
    return VolumeLoader.load(
        TestFiles.source(
            file.toUri().toString(), null, null, null, VoxelUnits.PER_MM, 0, Placement.FILE),
        new Configuration());
  }

  @Test
  void imagesAreOnTheVolumesGridAndHaveItsMu() throws IOException {
    Cli.Result result = reconstruct("--overwrite");
    assertEquals(0, result.code(), result.toString());
    for (String scan : new String[] {"a", "b"}) {
      Volume volume = read(temp.resolve("in/" + scan + ".nii.gz"));
      Volume image = read(image(scan));
      assertEquals(volume.grid(), image.grid());
      assertEquals(WATER, mean(image), 2e-3 * WATER);
      String picture = image(scan).getFileName().toString().replace(".nii.gz", ".png");
      assertTrue(Files.size(image(scan).resolveSibling(picture)) > 100);
    }
    assertFalse(Files.exists(temp.resolve("out/_staging")), "nothing is left of the run");
  }

  /** Returns the mean within 16 mm of the middle. */
  private static double mean(Volume image) {
    double sum = 0;
    int count = 0;
    for (int z = 0; z < 24; z++) {
      for (int y = 0; y < 40; y++) {
        for (int x = 0; x < 40; x++) {
          if (Math.hypot(Math.hypot(x - 19.5, y - 19.5) * 1.5, (z - 11.5) * 2.5) < 16) {
            sum += image.slab(0, z).get(y * 40 + x);
            count++;
          }
        }
      }
    }
    return sum / count;
  }

  @Test
  void whatIsThereWithTheSameSettingsIsLeft() throws IOException {
    assertEquals(0, reconstruct("--scan", "a", "--overwrite").code());
    byte[] before = Files.readAllBytes(image("a"));
    Cli.Result again = reconstruct("--scan", "a");
    assertEquals(0, again.code(), again.toString());
    assertTrue(again.out().contains("there already"), again.out());
    assertRefused("filter.window ram-lak, now hann", "--scan", "a", "--filter", "hann");
    assertArrayEquals(before, Files.readAllBytes(image("a")));
    // An image that is not whole is computed again, with the same bytes.
    Files.write(image("a"), new byte[10]);
    Cli.Result mended = reconstruct("--scan", "a");
    assertEquals(0, mended.code(), mended.toString());
    assertArrayEquals(before, Files.readAllBytes(image("a")));
  }

  @Test
  void hounsfieldAndAnotherGrid() throws IOException {
    Cli.Result result =
        reconstruct(
            "--scan",
            "b",
            "--hounsfield",
            "0.0206",
            "--spacing",
            "3",
            "--size",
            "21,20,5",
            "--overwrite");
    assertEquals(0, result.code(), result.toString());
    Volume image = read(image("b"));
    assertEquals(
        List.of(21, 20, 5), List.of(image.grid().nx(), image.grid().ny(), image.grid().nz()));
    // The middle of the ball is water: 0 HU; a corner of the picture is air.
    assertEquals(0, image.slab(0, 2).get(9 * 21 + 10), 15);
    assertEquals(-1000, image.slab(0, 2).get(0), 40);
  }

  /** What is stored are areal densities; the line integral is worked out of them as it is read. */
  @Test
  void densitiesAndWhatIsWorkedOutOfThem() {
    String out = temp.resolve("materials").toString();
    ok(
        "run",
        temp.resolve("scan.yaml").toString(),
        "volume.path=" + temp.resolve("in/a.nii.gz"),
        "volume.materials=water-bone",
        "volume.min-age=null",
        "volume.effective-energy=60",
        "geometry.views.count=90",
        "output.path=" + out);
    ok("reconstruct", out, "--column", "areal_density.water", "--column", "line_integral");
    Path images = temp.resolve("materials/images/scan=a");
    assertEquals(1, mean(read(image(images, "areal_density.water"))), 5e-3, "g/cm^3");
    assertEquals(WATER, mean(read(image(images, "line_integral"))), 5e-3 * WATER, "1/mm");
    assertEquals(2, Cli.run("reconstruct", out, "--column", "areal_density.fat").code());
  }

  @Test
  void aForeignFileIsNeverReplaced() throws IOException {
    Path images = temp.resolve("out/images/scan=a");
    Files.createDirectories(images);
    Path manifest = images.resolve("line_integral.json");
    Path picture = images.resolve("line_integral.png");
    Files.write(manifest, new byte[] {1, 2, 3});
    Files.write(picture, new byte[] {4});
    assertRefused("is not the description of an image", "--scan", "a", "--overwrite");
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(manifest));
    Files.delete(manifest);
    assertEquals(0, reconstruct("--scan", "a").code());
    assertArrayEquals(new byte[] {4}, Files.readAllBytes(picture));
  }

  /** What is not stored depends on the protocols that the scan's manifest records. */
  @Test
  void otherProtocolsAreOtherSettings() throws IOException {
    String yaml = Files.readString(temp.resolve("scan.yaml"));
    String physics =
        """
        physics:
          seed: 1
          protocols:
          - name: ct
            beam: {energy: 60}
            dose: {photons: 1e5}
            detector: {dead: [[%s, 40]]}
        """;
    Path scan = temp.resolve("noisy.yaml");
    String out = temp.resolve("noisy").toString();
    String[] run = {
      "run",
      scan.toString(),
      "volume.path=" + temp.resolve("in/a.nii.gz"),
      "volume.materials=water-bone",
      "volume.min-age=null",
      "volume.effective-energy=60",
      "geometry.views.count=20",
      "output.path=" + out
    };
    Files.writeString(scan, yaml + physics.replace("\n    detector: {dead: [[%s, 40]]}", ""));
    ok(run);
    String[] column = {"reconstruct", out, "--column", "ct.noisy_line_integral"};
    ok(column);
    Path images = temp.resolve("noisy/images/scan=a");
    byte[] first = Files.readAllBytes(image(images, "ct.noisy_line_integral"));
    Files.writeString(scan, Files.readString(scan).replace("seed: 1", "seed: 2"));
    try (Stream<Path> files = Files.list(temp.resolve("noisy/sinogram/scan=a"))) {
      files.forEach(file -> assertTrue(file.toFile().delete()));
    }
    ok(run);
    Cli.Result other = Cli.run(column);
    assertEquals(2, other.code(), other.toString());
    assertTrue(other.err().contains("give --overwrite"), other.err());
    List<String> overwrite = new ArrayList<>(List.of(column));
    overwrite.add("--overwrite");
    ok(overwrite.toArray(String[]::new));
    assertFalse(Arrays.equals(first, Files.readAllBytes(image(images, "ct.noisy_line_integral"))));
    try (Stream<Path> files = Files.list(images)) {
      assertEquals(
          4, files.count(), "manifest, commit, image and picture: what was before is gone");
    }
    assertTrue(
        Cli.run("reconstruct", out, "--column", "ct.transmission")
            .err()
            .contains("is of intensities"));
  }

  /** A fault that tasks find is that of its scan alone. */
  @Test
  void aScanThatCannotBeReconstructedIsNamed() throws IOException {
    String yaml = Files.readString(temp.resolve("scan.yaml"));
    Path scan = temp.resolve("dead.yaml");
    Files.writeString(
        scan,
        yaml
            + """
            physics:
              protocols:
              - name: ct
                beam: {energy: 60}
                dose: {photons: 1e5}
                detector: {dead: [[30, 40]]}
            """);
    String out = temp.resolve("dead").toString();
    ok(
        "run",
        scan.toString(),
        "volume.materials=water-bone",
        "volume.effective-energy=60",
        "geometry.views.count=20",
        "output.path=" + out);
    Cli.Result both = Cli.run("reconstruct", out, "--column", "ct.noisy_line_integral");
    assertEquals(2, both.code(), both.toString());
    assertEquals(2, both.err().lines().count(), both.err());
    assertTrue(
        both.err().contains("ct.noisy_line_integral of a: view 0, row 30, column 40 is NaN"),
        both.err());
    Cli.Result one =
        Cli.run("reconstruct", out, "--scan", "b", "--column", "ct.noisy_line_integral");
    assertEquals(2, one.code(), one.toString());
  }

  @Test
  void badInputIsRefusedInOneLine() {
    assertRefused("expected line_integral", "--column", "nothing");
    assertRefused("expected a or b", "--scan", "c");
    assertRefused("expected ram-lak", "--filter", "box");
    assertRefused("at most 1", "--cutoff", "1.5");
    assertRefused("one number or three", "--spacing", "1,2");
    assertRefused("expected whole numbers", "--size", "0");
    assertRefused("the lower one first", "--window", "2,1");
    assertRefused("mu of water in 1/mm", "--hounsfield", "20");
    assertRefused("the source is at 500.0 mm", "--scan", "a", "--spacing", "40", "--size", "40");
  }
}
