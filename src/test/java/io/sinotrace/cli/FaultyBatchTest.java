package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.spark.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch with a scan of each kind, and how it is told of them. */
class FaultyBatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;
  private String description = "";

  /** Of six volumes one is cut short and one is just being written. */
  @BeforeEach
  void makeInput() throws IOException {
    Files.createDirectories(temp.resolve("ct"));
    for (String name : List.of("a", "b", "c", "cut", "d", "young")) {
      Path file = temp.resolve("ct/" + name + ".npy");
      Samples.volume(file, 4, 4, 4, 1);
      if (name.equals("cut")) {
        Files.write(file, new byte[] {1, 2, 3});
      }
      long age = name.equals("young") ? 1_000 : 3_600_000;
      Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - age));
    }
    description =
        Samples.description(
            temp.resolve("batch.yaml"),
            """
            volume: {path: ct, units: per-mm, spacing: 1, min-age: 600}
            geometry:
              type: cone
              source-to-axis: 60
              source-to-detector: 100
              detector: {rows: 3, columns: 5, pixel: 2}
              views: {count: 4}
            output: {path: out, preview: none}
            """);
  }

  private Path out(String name) {
    return temp.resolve("out").resolve(name);
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(temp)) {
      return new TreeSet<>(all.map(path -> temp.relativize(path).toString()).toList());
    }
  }

  private static List<JsonNode> events(Cli.Result result, String name) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : result.err().lines().toList()) {
      JsonNode event = JSON.readTree(line);
      if (event.path("event").asText().equals(name)) {
        events.add(event);
      }
    }
    return events;
  }

  @Test
  void programsAreToldWhatIsSetAsideAndWhatIsLeft() throws IOException {
    Cli.Result result = Cli.run("run", description, "--log", "json");
    assertEquals(3, result.code(), result.toString());
    JsonNode planned = events(result, "planned").get(0);
    assertEquals(6, planned.path("scans").asInt());
    assertEquals(4, planned.path("new").asInt());
    assertEquals(1, planned.path("unreadable").asInt());
    assertEquals(1, planned.path("changing").asInt());
    List<JsonNode> aside = events(result, "set_aside");
    assertEquals(1, aside.size());
    assertEquals("cut", aside.get(0).path("scan").asText());
    assertEquals("input", aside.get(0).path("kind").asText());
    assertTrue(aside.get(0).path("reason").asText().contains("cut.npy"), aside.toString());
    List<JsonNode> left = events(result, "left");
    assertEquals(1, left.size());
    assertEquals("young", left.get(0).path("scan").asText());
    assertEquals("changing", left.get(0).path("kind").asText());
    JsonNode end = events(result, "end").get(0);
    assertEquals(4, end.path("done").asInt());
    assertEquals(1, end.path("set_aside").asInt());
    assertEquals(1, end.path("left").asInt());
    assertEquals(0, end.path("to_go").asInt());
  }

  @Test
  void aDryRunCountsAndWritesNothing() throws IOException {
    Set<String> before = files();
    Cli.Result dry = Cli.run("run", description, "--dry-run");
    assertEquals(3, dry.code(), dry.toString());
    assertTrue(dry.out().contains("6 scans wanted: 4 to do, 1 too young, 1 unreadable"), dry.out());
    // 4 views of 3 rows of 5 columns each, of 4 bytes.
    assertTrue(
        dry.out().contains("to do    4 scans, 240 rays, 960 bytes before compression"), dry.out());
    assertTrue(dry.out().contains("cut: would be set aside: "), dry.out());
    assertTrue(dry.out().contains("young: would be left: "), dry.out());
    assertEquals(before, files());
    assertEquals(3, Cli.run("run", description).code());
    before = files();
    Cli.Result again = Cli.run("run", description, "--dry-run");
    assertTrue(
        again.out().contains("6 scans wanted: 4 there, 1 too young, 1 set aside earlier"),
        again.out());
    assertTrue(again.out().contains("to do    0 scans, 0 rays"), again.out());
    assertEquals(before, files());
  }

  @Test
  void whatLiesInTheWayOfOneScanStopsNoOther() throws IOException {
    assertEquals(0, Cli.run("run", description, "volume.path=" + temp + "/ct/a.npy").code());
    Path theirs = out("sinogram/scan=c/notes.txt");
    Files.createDirectories(theirs.getParent());
    Files.writeString(theirs, "mine");
    Cli.Result result = Cli.run("run", description);
    assertEquals(3, result.code(), result.toString());
    String last = result.out().lines().reduce("", (a, b) -> b);
    assertEquals(
        "3 done, 1 of them earlier; 2 set aside: see %s; 1 left for the next run: being written"
            .formatted(out("set-aside.json")),
        last);
    assertTrue(
        result.err().contains("error: c: " + temp.resolve("batch.yaml") + ":8: output.path: "),
        result.err());
    assertTrue(result.err().contains(theirs + " is in the way"), result.err());
    assertEquals("mine", Files.readString(theirs));
    assertFalse(Files.exists(out("scans/c.json")));
    // Once it is taken away nothing but that scan is left to do.
    Files.delete(theirs);
    assertEquals(3, Cli.run("run", description).code());
    assertTrue(Files.exists(out("scans/c.json")));
  }
}
