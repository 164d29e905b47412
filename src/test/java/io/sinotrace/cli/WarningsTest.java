package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.spark.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarningsTest {
  /**
   * Seen from angle 0 the volume's 9 mm across become 9 x 100 / 60 = 15 mm and a little more, of
   * which four columns of 2.5 mm leave out a third.
   */
  private static final String NARROW = "geometry.detector.columns=4";

  @TempDir Path temp;
  private String description = "";

  @BeforeEach
  void makeInput() {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    description = Samples.description(temp.resolve("scan.yaml"), Samples.CONE);
  }

  private List<String> ofManifest() throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(temp.resolve("out/scans/volume.json").toFile());
    return Stream.of(new ObjectMapper().treeToValue(manifest.get("warnings"), String[].class))
        .toList();
  }

  @Test
  void aWarningIsInTheRunTheDryRunAndTheManifest() throws IOException {
    Cli.Result dry = Cli.run("run", description, NARROW, "--dry-run");
    assertEquals(0, dry.code(), dry.err());
    String warning =
        dry.out()
            .lines()
            .filter(line -> line.startsWith("  warning  shadow-cut: "))
            .map(line -> line.substring(11))
            .findFirst()
            .orElseThrow();
    Cli.Result run = Cli.run("run", description, NARROW);
    assertEquals(0, run.code(), run.err());
    assertEquals("warning: volume: " + warning, run.err().strip());
    assertEquals(List.of(warning), ofManifest());
    // What is there was warned of when it was made.
    assertEquals("", Cli.run("run", description, NARROW).err());
  }

  @Test
  void thereIsNoneForWhatIsUsual() throws IOException {
    Cli.Result run = Cli.run("run", description);
    assertEquals("", run.err());
    assertEquals(List.of(), ofManifest());
  }

  @Test
  void theReadmeExplainsEach() throws IOException {
    String words = Files.readString(Path.of("src/main/java/io/sinotrace/spark/ScanWarnings.java"));
    String readme = Files.readString(Path.of("README.md"));
    List<String> names =
        Pattern.compile("\"([a-z]+(?:-[a-z]+)+)[:\"]")
            .matcher(words)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertTrue(names.contains("shadow-cut") && names.size() == 7, names::toString);
    for (String name : names) {
      assertTrue(readme.contains("| `" + name + "` |"), name);
    }
  }
}
