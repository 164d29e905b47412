package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of volumes of labels and of densities, run again while tables and files change. */
class MatterBatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LABELS = "path: cases/*/labels.npy, labels: tissues.csv";
  private static final String DENSITIES =
      "path: cases/*/water.npy, densities: {water: water.npy, bone: bone.npy}";

  @TempDir Path temp;

  @BeforeEach
  void makeCases() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      Files.createDirectories(temp.resolve("cases").resolve(name));
      write(name, "labels", 1, 3600);
      write(name, "water", 1, 3600);
      write(name, "bone", 0, 3600);
    }
    Files.writeString(temp.resolve("tissues.csv"), "label,material\n0,vacuum\n1,water\n2,bone\n");
  }

  /** Writes a file of one value, so many seconds ago. */
  private void write(String name, String kind, double value, long age) throws IOException {
    double[] values = new double[4 * 4 * 4];
    Arrays.fill(values, value);
    Path file = temp.resolve("cases").resolve(name).resolve(kind + ".npy");
    Samples.npy(file, 4, 4, 4, values);
    long then = System.currentTimeMillis() - 1000 * age;
    Files.setLastModifiedTime(file, FileTime.fromMillis(then));
  }

  private Cli.Result run(String volume, String... more) {
    String description =
        Samples.description(
            temp.resolve("batch.yaml"),
            """
            volume: {spacing: 1, %s}
            geometry: {type: parallel, detector: {columns: 5, pixel: 1}, views: {count: 4}}
            output: {path: out, preview: none}
            """
                .formatted(volume));
    List<String> arguments = new ArrayList<>(List.of("run", description));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private void assertEnd(int code, String line, Cli.Result result) {
    assertEquals(code, result.code(), result.toString());
    List<String> lines = result.out().lines().toList();
    assertEquals(line, lines.get(lines.size() - 1), result.toString());
  }

  private JsonNode manifest(String name) throws IOException {
    return JSON.readTree(temp.resolve("out/scans").resolve(name).toFile());
  }

  @Test
  void aTableCountsByWhatItSays() throws IOException {
    assertEnd(0, "3 done", run(LABELS));
    JsonNode manifest = manifest("a-labels.json");
    JsonNode volume = manifest.path("description").path("volume");
    assertEquals(
        JSON.readTree("{\"0\": \"vacuum\", \"1\": {\"water\": 1.0}, \"2\": {\"bone\": 1.85}}"),
        volume.path("labels"));
    assertEquals(60, volume.path("effective-energy").asDouble());
    assertEquals(
        "density in g/cm^3 = that of the label", manifest.path("volume").path("mu").asText());
    Files.move(temp.resolve("tissues.csv"), temp.resolve("moved.csv"));
    assertEnd(0, "3 done, 3 of them earlier", run(LABELS.replace("tissues", "moved")));

    Files.writeString(temp.resolve("tissues.csv"), "0,vacuum\n1,water,0.9\n2,bone\n");
    Cli.Result changed = run(LABELS);
    assertTrue(changed.code() != 0, changed.toString());
    assertTrue(changed.err().contains("volume.labels.1.water 1.0, now 0.9"), changed.err());
    assertEnd(0, "3 done", run(LABELS, "output.overwrite=true"));
  }

  @Test
  void aVolumeWithAnotherLabelIsSetAside() throws IOException {
    write("b", "labels", 5, 3600);
    Cli.Result result = run(LABELS);
    assertEnd(3, "2 done; 1 set aside: see " + temp.resolve("out/set-aside.json"), result);
    JsonNode entry = JSON.readTree(temp.resolve("out/set-aside.json").toFile()).path(0);
    assertEquals("b-labels", entry.path("id").asText());
    String reason = entry.path("reason").asText();
    assertTrue(
        reason.endsWith(
            "b/labels.npy: voxel (0, 0, 0) is 5: expected a label of the table: 0, 1, 2"),
        reason);
    assertFalse(Files.exists(temp.resolve("out/scans/b-labels.json")));
    assertEnd(
        3,
        "2 done, 2 of them earlier; 1 set aside: see " + temp.resolve("out/set-aside.json"),
        run(LABELS));
  }

  @Test
  void eachFileOfAVolumeCounts() throws IOException {
    assertEnd(0, "3 done", run(DENSITIES));
    JsonNode manifest = manifest("a-water.json");
    assertEquals(2, manifest.path("inputs_sha256").size(), manifest::toString);
    assertTrue(manifest.path("inputs_sha256").has("bone.npy"), manifest::toString);
    assertEnd(0, "3 done, 3 of them earlier", run(DENSITIES));

    write("b", "bone", 1.5, 7200);
    Cli.Result kept = run(DENSITIES, "output.on-change=keep");
    assertEquals(3, kept.code(), kept.toString());
    assertTrue(
        kept.err()
            .contains("holds scan b-water of another content of the input (bone.npy: SHA-256"),
        kept.err());
    assertEnd(0, "3 done, 2 of them earlier", run(DENSITIES));
    assertTrue(Files.exists(temp.resolve("out/scans/b-water.2.json")));
  }

  @Test
  void aVolumeIsLeftAsLongAsOneOfItsFilesIsYoung() throws IOException {
    write("c", "bone", 1, 5);
    Cli.Result result = run(DENSITIES);
    assertEnd(0, "2 done; 1 left for the next run: being written", result);
    // Also where it shows a fault, which may be one of its youth.
    Files.write(temp.resolve("cases/c/bone.npy"), new byte[20]);
    assertEnd(
        0, "2 done, 2 of them earlier; 1 left for the next run: being written", run(DENSITIES));
    write("c", "bone", 1, 100);
    assertEnd(0, "3 done, 2 of them earlier", run(DENSITIES));
  }

  @Test
  void aDryRunCountsAllMaterials() {
    Cli.Result result = run(DENSITIES.replace("*", "a"), "--dry-run");
    assertEquals(0, result.code(), result.toString());
    assertTrue(result.out().contains("4 x 4 x 4 voxels of 2 materials from "), result.out());
    // 64 voxels of 4 bytes each.
    assertTrue(result.out().contains("512 bytes off the heap"), result.out());
  }

  @Test
  void tablesOfTheSameMaterialsMayBeMixed() {
    String half = "path: cases/b*/labels.npy, labels: {0: vacuum, 1: {water: 0.5}, 2: bone}";
    assertEquals(0, run(LABELS.replace("*", "a*")).code());
    assertEquals(0, run(half).code());
    Dataset<Row> table =
        SparkSessions.local().read().format("sinotrace").load(temp.resolve("out").toString());
    // 4 mm of water at densities of 1 and 0.5 g/cm^3, behind the middle column.
    List<Row> rows =
        table
            .where("view = 0 and row = 0")
            .selectExpr("areal_density.water[2]", "line_integral[2]")
            .orderBy("scan")
            .collectAsList();
    double water = Materials.named("water").massAttenuation(60);
    assertEquals(2, rows.size());
    assertEquals(0.4, rows.get(0).getFloat(0), 1e-7);
    assertEquals(0.2, rows.get(1).getFloat(0), 1e-7);
    assertEquals(0.4 * water, rows.get(0).getFloat(1), 1e-6);
    assertEquals(0.2 * water, rows.get(1).getFloat(1), 1e-6);

    assertEquals(0, run(LABELS.replace("*", "c*"), "volume.effective-energy=80").code());
    Dataset<Row> mixed =
        SparkSessions.local().read().format("sinotrace").load(temp.resolve("out").toString());
    Exception e =
        assertThrows(Exception.class, () -> mixed.select("line_integral").collectAsList());
    assertTrue(String.valueOf(e.getMessage()).contains("another effective energy"), e.toString());
  }

  @Test
  void aVolumeOfUnequalGridsIsSetAside() throws IOException {
    Samples.npy(temp.resolve("cases/b/bone.npy"), 4, 4, 5, new double[80]);
    Files.setLastModifiedTime(temp.resolve("cases/b/bone.npy"), FileTime.fromMillis(1_000_000_000));
    Cli.Result result = run(DENSITIES);
    assertEquals(3, result.code(), result.toString());
    assertTrue(
        result.err().contains("bone.npy and water.npy have 5 x 4 x 4 and 4 x 4 x 4 voxels"),
        result.err());
  }
}
