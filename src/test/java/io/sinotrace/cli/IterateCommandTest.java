package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From few views, and under geometries that filtered backprojection does not take, to images. */
class IterateCommandTest {
  @TempDir static Path temp;

  /** A phantom of 40 x 40 x 16 voxels, and 20 views of it by a cone beam. */
  @BeforeAll
  static void trace() throws IOException {
    ok(
        "phantom",
        "shepp-logan",
        "--out",
        temp.resolve("head.nii.gz").toString(),
        "--size",
        "40,40,16",
        "--spacing",
        "5,5,10",
        "--samples",
        "2");
    trace("sparse", "");
  }

  /** Traces the phantom into a dataset. */
  private static void trace(String name, String other) throws IOException {
    String cone =
        """
        volume: {path: head.nii.gz, units: per-mm}
        geometry:
          type: cone
          source-to-axis: 700
          source-to-detector: 1000
          detector: {rows: 30, columns: 60, pixel: [12, 5.5]}
          views: {count: 20}
        output: {path: %s}
        """
            .formatted(name);
    Path file = temp.resolve(name + ".yaml");
    Files.writeString(file, cone);
    List<String> args = new ArrayList<>(List.of("run", file.toString()));
    args.addAll(other.isEmpty() ? List.of() : List.of(other.split(" ")));
    ok(args.toArray(new String[0]));
  }

  private static Cli.Result ok(String... args) {
    Cli.Result result = Cli.run(args);
    assertEquals(0, result.code(), result.toString());
    return result;
  }

  private static Cli.Result iterate(String dataset, String... more) {
    List<String> args = new ArrayList<>(List.of("iterate", temp.resolve(dataset).toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(new String[0]));
  }

  private static JsonNode manifest(String dataset, String name) {
    try {
      Path file = temp.resolve(dataset + "/images/scan=head/" + name + ".json");
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path image(String dataset, String name) {
    return temp.resolve(dataset + "/images/scan=head")
        .resolve(manifest(dataset, name).path("image").asText());
  }

  private static Volume read(Path file) {
    return VolumeLoader.load(
        TestFiles.source(
            file.toUri().toString(), null, null, null, VoxelUnits.PER_MM, 0, Placement.FILE),
        new Configuration());
  }

  /** Returns the norm of the difference from the phantom, of the norm of the phantom. */
  private static double error(Path image) {
    Volume truth = read(temp.resolve("head.nii.gz"));
    Volume found = read(image);
    assertEquals(truth.grid(), found.grid());
    double difference = 0;
    double all = 0;
    for (int z = 0; z < 16; z++) {
      for (int k = 0; k < 40 * 40; k++) {
        double mu = truth.slab(0, z).get(k);
        double off = found.slab(0, z).get(k) - mu;
        difference += off * off;
        all += mu * mu;
      }
    }
    return Math.sqrt(difference / all);
  }

  /** Returns the norms of the residuals, and checks that each is less than the one before. */
  private static List<Double> falling(String dataset, String name, int iterations) {
    JsonNode figures = manifest(dataset, name).path("figures");
    List<Double> residuals = new ArrayList<>(List.of(figures.path("norm_of_data").asDouble()));
    for (int k = 1; k <= iterations; k++) {
      residuals.add(figures.path("residual_%04d".formatted(k)).asDouble());
      assertTrue(residuals.get(k) < residuals.get(k - 1), name + ": " + residuals);
    }
    assertFalse(figures.has("residual_%04d".formatted(iterations + 1)));
    return residuals;
  }

  @Test
  void ofFewViewsTheErrorFallsBelowThatOfFilteredBackprojection() {
    String sparse = temp.resolve("sparse").toString();
    double least = Double.POSITIVE_INFINITY;
    for (String filter : new String[] {"ram-lak", "hann"}) {
      ok("reconstruct", sparse, "--filter", filter, "--overwrite");
      double error = error(image("sparse", "line_integral"));
      System.out.println("filtered backprojection, " + filter + ": " + error);
      least = Math.min(least, error);
    }
    Cli.Result cgls = iterate("sparse", "--iterations", "7");
    assertEquals(0, cgls.code(), cgls.toString());
    assertEquals(7, cgls.out().lines().filter(line -> line.startsWith("iteration ")).count());
    Cli.Result sirt = iterate("sparse", "--method", "sirt", "--iterations", "30", "--non-negative");
    assertEquals(0, sirt.code(), sirt.toString());
    for (String method : new String[] {"cgls", "sirt"}) {
      String name = "line_integral-" + method;
      double error = error(image("sparse", name));
      System.out.println(
          method
              + ": "
              + error
              + ", residuals "
              + falling("sparse", name, method.equals("cgls") ? 7 : 30));
      assertTrue(error < 0.95 * least, method + ": " + error + " of " + least);
    }
    Volume positive = read(image("sparse", "line_integral-sirt"));
    for (int z = 0; z < 16; z++) {
      for (int k = 0; k < 40 * 40; k++) {
        assertTrue(positive.slab(0, z).get(k) >= 0);
      }
    }
    assertFalse(Files.exists(temp.resolve("sparse/_staging")), "nothing is left of the run");
  }

  @Test
  void geometriesThatFilteredBackprojectionDoesNotTake() throws IOException {
    String[] others = {
      "geometry.type=helical geometry.pitch=0.8 geometry.views.range=720 geometry.views.count=40",
      "geometry.detector.tilt.u=10 geometry.detector.tilt.v=5 geometry.detector.tilt.n=4",
      "geometry.views.range=120",
      "geometry.type=parallel geometry.source-to-axis=null geometry.source-to-detector=null",
    };
    for (int k = 0; k < others.length; k++) {
      String name = "other" + k;
      trace(name, others[k]);
      Cli.Result result = iterate(name, "--iterations", "4");
      assertEquals(0, result.code(), result.toString());
      falling(name, "line_integral-cgls", 4);
      double error = error(image(name, "line_integral-cgls"));
      System.out.println(others[k] + ": " + error);
      assertTrue(error < 0.6, others[k] + ": " + error);
    }
  }

  @Test
  void whatIsThereWithTheSameSettingsIsLeft() throws IOException {
    trace("small", "geometry.views.count=4");
    String[] once = {"--iterations", "2", "--hounsfield", "0.0206"};
    assertEquals(0, iterate("small", once).code());
    byte[] before = Files.readAllBytes(image("small", "line_integral-cgls"));
    Cli.Result again = iterate("small", once);
    assertEquals(0, again.code(), again.toString());
    assertTrue(again.out().contains("there already"), again.out());
    refused("small", "iterations 2, now 3", "--iterations", "3", "--hounsfield", "0.0206");
    assertArrayEquals(before, Files.readAllBytes(image("small", "line_integral-cgls")));
    assertEquals(0, iterate("small", "--iterations", "3", "--overwrite").code());
  }

  /** The middle of the image is the same place, whatever the voxels. */
  @Test
  void theGridAndTheNameMayBeChosen() throws IOException {
    trace("chosen", "geometry.views.count=4");
    String[] coarse = {"--iterations", "2", "--name", "coarse", "--spacing", "10,10,20"};
    Cli.Result result = iterate("chosen", coarse);
    assertEquals(0, result.code(), result.toString());
    VoxelGrid grid = read(image("chosen", "coarse")).grid();
    assertEquals(List.of(20, 20, 8), List.of(grid.nx(), grid.ny(), grid.nz()));
    VoxelGrid volume = read(temp.resolve("head.nii.gz")).grid();
    assertEquals(0, grid.middle().minus(volume.middle()).norm(), 1e-4);
    assertFalse(result.err().contains("warning"), result.err());
    // What lies outside of a smaller one goes into it.
    Cli.Result small =
        iterate("chosen", "--iterations", "1", "--name", "small", "--size", "20", "--spacing", "5");
    assertEquals(0, small.code(), small.toString());
    assertTrue(
        small.err().contains("warning: head: the image ends inside the volume"), small.err());
  }

  /**
   * A part of an image has the values of the whole, and is compared with that part of the volume.
   */
  @Test
  void aRegionIsAPartOfTheImageAndComparedWithThatOfTheVolume() throws IOException {
    trace("part", "geometry.views.count=4");
    ok("iterate", temp.resolve("part").toString(), "--iterations", "2", "--name", "all");
    String[] options = {
      "--iterations",
      "2",
      "--name",
      "part",
      "--compare",
      "--region",
      "z:3..9",
      "--region",
      "x:5..24",
      "--format",
      "both"
    };
    Cli.Result result = iterate("part", options);
    assertEquals(0, result.code(), result.toString());
    Volume truth = read(temp.resolve("head.nii.gz"));
    Volume whole = read(image("part", "all"));
    Volume part = read(image("part", "part"));
    assertEquals(List.of(20, 40, 7), List.of(part.grid().nx(), part.grid().ny(), part.grid().nz()));
    Vec3 corner = whole.grid().indexToWorld().point(new Vec3(5, 0, 3));
    assertEquals(0, corner.minus(part.grid().indexToWorld().translation()).norm(), 1e-4);
    double squares = 0;
    for (int z = 0; z < 7; z++) {
      for (int y = 0; y < 40; y++) {
        for (int x = 0; x < 20; x++) {
          float value = part.slab(0, z).get(y * 20 + x);
          assertEquals(whole.slab(0, z + 3).get(y * 40 + x + 5), value);
          double off = value - truth.slab(0, z + 3).get(y * 40 + x + 5);
          squares += off * off;
        }
      }
    }
    JsonNode compared = manifest("part", "part").path("comparison");
    double rmse = Math.sqrt(squares / (7 * 40 * 20));
    // The manifest has it in Hounsfield units where the description tells mu of water.
    double water = compared.path("mu_water").asDouble(0);
    double unit = water > 0 ? 1000 / water : 1;
    assertEquals(unit * rmse, compared.path("rmse").asDouble(), 1e-5 * unit * rmse);
    assertTrue(result.out().contains("  compared with "), result.out());
    assertSlices(part);
    ok("verify", temp.resolve("part").toString());
    refused("part", "format both, now nifti", "--iterations", "2", "--name", "part");
  }

  /** As Parquet it has the voxels of the NIfTI file, a row for each line along x. */
  private static void assertSlices(Volume part) {
    List<Row> rows =
        SparkSessions.local()
            .read()
            .parquet(temp.resolve("part/images/slices").toUri().toString())
            .where("image = 'part' and scan = 'head'")
            .orderBy("z", "y")
            .select("z", "y", "mu")
            .collectAsList();
    assertEquals(7 * 40, rows.size());
    for (int line = 0; line < rows.size(); line++) {
      Row row = rows.get(line);
      assertEquals(List.of(line / 40, line % 40), List.of(row.getInt(0), row.getInt(1)));
      List<Float> mu = row.getList(2);
      for (int x = 0; x < 20; x++) {
        assertEquals(part.slab(0, line / 40).get(line % 40 * 20 + x), mu.get(x));
      }
    }
  }

  /** The planes of an image have one distance. */
  @Test
  void slicesAtUnequalDistancesAreRefused() throws IOException {
    String fan =
        """
        volume: {path: head.nii.gz, units: per-mm}
        geometry:
          type: fan
          slices: %s
          source-to-axis: 700
          source-to-detector: 1000
          detector: {columns: 40, pixel: 8}
          views: {count: 10}
        output: {path: %s}
        """;
    for (String name : List.of("even", "uneven")) {
      String slices = name.equals("even") ? "[4, 6, 8]" : "[4, 5, 8]";
      Path file = Files.writeString(temp.resolve(name + ".yaml"), fan.formatted(slices, name));
      ok("run", file.toString());
    }
    Cli.Result even = iterate("even", "--iterations", "1");
    assertEquals(0, even.code(), even.toString());
    refused("uneven", "expected slices at equal distances", "--iterations", "1");
  }

  @Test
  void badInputIsOneLine() {
    refused("sparse", "--iterations 0: expected 1 to", "--iterations", "0");
    refused("sparse", "--method art: expected cgls or sirt", "--method", "art");
    refused("sparse", "expected --method sirt", "--non-negative");
    refused("sparse", "has no such scan: expected head", "--scan", "b");
    refused("sparse", "the dataset has no such column", "--column", "line_integral2");
    refused("sparse", "--hounsfield -1: expected mu", "--hounsfield", "-1");
    refused("sparse", "--hounsfield 1d: expected mu", "--hounsfield", "1d");
    refused("sparse", "--format dicom: expected nifti, parquet or both", "--format", "dicom");
    refused("sparse", "--window 2,1: expected two numbers", "--window", "2,1");
    refused("sparse", "--name Soft: expected at most 100", "--name", "Soft");
    refused("nothing", "nothing");
  }

  private static void refused(String dataset, String words, String... more) {
    Cli.Result result = iterate(dataset, more);
    assertEquals(2, result.code(), result.toString());
    assertTrue(result.err().contains(words), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }
}
