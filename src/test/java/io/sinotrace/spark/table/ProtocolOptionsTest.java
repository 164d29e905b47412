package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.cli.Cli;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset read with other protocols than it was made with, and datasets of several makings. */
class ProtocolOptionsTest {
  private static final String PHYSICS =
      """
      physics:
        seed: 3
        protocols:
        - name: mono
          beam: {energy: 60}
          dose: {photons: 900}
        - name: other
          beam: {energy: 80}
      """;

  @TempDir Path temp;
  private Path description = Path.of("");

  @BeforeEach
  void make() {
    SplittableRandom random = new SplittableRandom(5);
    double[] hounsfield = new double[7 * 6 * 5];
    Arrays.setAll(hounsfield, i -> random.nextInt(-1000, 2000));
    Samples.npy(temp.resolve("volume.npy"), 7, 6, 5, hounsfield);
    String yaml =
        Samples.CONE.replace("units: per-mm", "units: hounsfield\n  materials: water-bone");
    description = Path.of(Samples.description(temp.resolve("scan.yaml"), yaml + PHYSICS));
  }

  @Test
  void picturesShowTheColumnThatIsAskedFor() throws IOException {
    Set<String> pictures = new HashSet<>();
    for (String column : List.of("line_integral", "mono.counts", "mono.noisy")) {
      Path output = temp.resolve(column);
      String[] run = {
        "run",
        description.toString(),
        "volume.min-age=0",
        "output.columns=[areal_density, mono]",
        "output.preview.column=" + column,
        "output.path=" + output
      };
      assertEquals(0, Cli.run(run).code());
      byte[] png = Files.readAllBytes(output.resolve("preview/volume-projection.png"));
      pictures.add(Arrays.toString(png));
    }
    assertEquals(3, pictures.size());
    Cli.Result unknown =
        Cli.run(
            "run",
            description.toString(),
            "output.columns=[mono.counts]",
            "output.preview.column=mono.noisy");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("output.preview.column is mono.noisy"), unknown.err());
  }

  private static Dataset<Row> load(Path dataset, String option, String value) {
    return SparkSessions.local()
        .read()
        .format("sinotrace")
        .option(option, value)
        .load(dataset.toString());
  }

  /** With options nothing of what they may change is taken from the files. */
  @Test
  void anotherSeedIsOtherNoiseAlsoWhereSomeIsStored() {
    Path dataset = Origin.written(description, "output.columns=[areal_density, mono.noisy]");
    float[] stored = TablePixels.of(Origin.load(dataset), "mono.noisy");
    float[] seeded = TablePixels.of(load(dataset, "physics.seed", "4"), "mono.noisy");
    assertFalse(Arrays.equals(stored, seeded));
    assertArrayEquals(
        TablePixels.of(Origin.TRACED.table(description, "physics.seed=4"), "mono.noisy"), seeded);
    assertArrayEquals(stored, TablePixels.of(load(dataset, "physics.seed", "3"), "mono.noisy"));
  }

  @Test
  void protocolsOfAFileTakeThePlaceOfThoseThatAreRecorded() throws IOException {
    Path dataset = Origin.written(description);
    Path file = temp.resolve("protocols.yaml");
    Files.writeString(file, PHYSICS.replace("60", "100").replace("name: other", "name: third"));
    Dataset<Row> table = load(dataset, "protocols", file.toString());
    assertFalse(Arrays.asList(table.columns()).contains("other"));
    assertTrue(Arrays.asList(table.columns()).contains("third"));
    assertArrayEquals(
        TablePixels.of(
            Origin.TRACED.table(description, "physics.protocols.mono.beam.energy=100"),
            "mono.counts"),
        TablePixels.of(table, "mono.counts"));
    Path none = temp.resolve("none.yaml");
    Files.writeString(none, "compute: {backend: auto}\n");
    assertRefused(dataset, "protocols", none.toString(), "has no protocols");
    assertRefused(dataset, "physics.sead", "4", "unknown key physics.sead (did you mean seed?)");
  }

  @Test
  void withoutArealDensitiesThereAreNoProtocols() {
    Path dataset = Origin.written(description, "output.columns=mono.noisy");
    assertEquals(13 * 19 * 23, TablePixels.of(Origin.load(dataset), "mono.noisy").length);
    assertRefused(dataset, "physics.seed", "4", "stores no areal densities");
  }

  private static void assertRefused(Path dataset, String option, String value, String why) {
    InputException e =
        assertThrows(InputException.class, () -> load(dataset, option, value).schema());
    assertTrue(Messages.reason(e).contains(why), e::toString);
  }

  /** What is worked out of one scan must not be read into another. */
  @Test
  void scansOfOtherProtocolsShareWhatIsStoredAlone() throws IOException {
    Path dataset = Origin.written(description);
    Files.copy(temp.resolve("volume.npy"), temp.resolve("second.npy"));
    Cli.Result run =
        Cli.run(
            "run",
            description.toString(),
            "volume.path=" + temp.resolve("second.npy"),
            "physics.protocols.mono.beam.energy=100",
            "output.preview=none",
            "output.path=" + dataset);
    assertEquals(0, run.code(), run::err);
    Dataset<Row> both = Origin.load(dataset);
    assertEquals(2 * 13 * 19 * 23, TablePixels.of(both, "areal_density.water").length);
    Exception e = assertThrows(Exception.class, () -> TablePixels.of(both, "mono.counts"));
    assertTrue(Messages.reason(e).contains("or other protocols than second"), e::toString);
    Dataset<Row> seeded = load(dataset, "physics.seed", "4");
    assertEquals(2 * 13 * 19 * 23, TablePixels.of(seeded, "mono.counts").length);
  }

  @Test
  void anotherProtocolOfAStoredColumnIsAnotherScan() {
    Path dataset = Origin.written(description, "output.columns=mono.noisy");
    String[] again = {
      "run",
      description.toString(),
      "output.columns=mono.noisy",
      "output.preview=none",
      "output.path=" + dataset,
      ""
    };
    again[5] = "physics.protocols.other.beam.energy=90";
    Cli.Result same = Cli.run(again);
    assertEquals(0, same.code(), same::err);
    assertTrue(same.out().contains("already there"), same::out);
    again[5] = "physics.protocols.mono.beam.energy=61";
    Cli.Result other = Cli.run(again);
    assertEquals(2, other.code(), other::toString);
    assertTrue(
        other.err().contains("of physics.protocols.mono.beam.energy 60.0, now 61.0; expected"),
        other::err);
  }
}
