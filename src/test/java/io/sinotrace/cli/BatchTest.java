package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.spark.Samples;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of volumes, run again and again while it changes. */
class BatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VOLUMES = 12;

  @TempDir Path temp;
  private Path folder = Path.of("");
  private String description = "";

  @BeforeEach
  void makeInput() throws IOException {
    folder = Files.createDirectories(temp.resolve("ct"));
    for (int k = 0; k < VOLUMES; k++) {
      volume(k, k);
    }
    description =
        Samples.description(
            temp.resolve("batch.yaml"),
            """
            volume: {path: ct, units: per-mm, spacing: 1}
            geometry:
              type: cone
              source-to-axis: 60
              source-to-detector: 100
              detector: {rows: 3, columns: 5, pixel: 2}
              views: {count: 4}
            output: {path: out, preview: none}
            """);
  }

  /** Writes volume {@code k}, as it is written long ago. */
  private void volume(int k, long seed) throws IOException {
    Path file = file(k);
    Samples.volume(file, 4, 4, 4, seed);
    age(file, 3600 - seed);
  }

  private Path file(int k) {
    return folder.resolve("v%02d.npy".formatted(k));
  }

  private static void age(Path file, long seconds) throws IOException {
    long then = System.currentTimeMillis() - 1000 * seconds;
    Files.setLastModifiedTime(file, FileTime.fromMillis(then));
  }

  private Cli.Result run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", description));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private Path out(String name) {
    return temp.resolve("out").resolve(name);
  }

  private static String lastLine(Cli.Result result) {
    List<String> lines = result.out().lines().toList();
    return lines.get(lines.size() - 1);
  }

  /** Returns when each file of the sinogram and each manifest was last written. */
  private Map<String, FileTime> written() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    for (String kind : List.of("sinogram", "views", "scans")) {
      try (Stream<Path> files = Files.walk(out(kind))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          times.put(out("").relativize(file).toString(), Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }

  @Test
  void aSecondRunComputesWhatIsNewOrChangedAndNothingElse() throws IOException {
    Cli.Result first = run();
    assertEquals(0, first.code(), first.toString());
    assertEquals("12 done", lastLine(first));
    Map<String, FileTime> before = written();
    // One file of pixels, one of views and one manifest each.
    assertEquals(3 * VOLUMES, before.size(), before::toString);

    Cli.Result second = run();
    assertEquals(0, second.code(), second.toString());
    assertEquals("12 done, 12 of them earlier", lastLine(second));
    assertEquals(before, written());

    volume(VOLUMES, 99);
    volume(3, 33);
    Cli.Result third = run();
    assertEquals(0, third.code(), third.toString());
    assertEquals("13 done, 11 of them earlier", lastLine(third));
    Map<String, FileTime> after = written();
    assertTrue(after.containsKey("scans/v12.json"));
    assertTrue(after.containsKey("scans/v03.2.json"));
    before.keySet().removeIf(name -> name.contains("scan=v03"));
    before.forEach((name, time) -> assertEquals(time, after.get(name), name));
    // All of before, the second manifest of v03 and its two files, and the three of v12.
    assertEquals(3 * VOLUMES + 1 + 3, after.size(), after::toString);
  }

  @Test
  void anInputThatWasOnlyTouchedIsReadAndNotComputedAgain() throws IOException {
    assertEquals(0, run().code());
    Map<String, FileTime> before = written();
    age(file(5), 7200);
    assertEquals("12 done, 12 of them earlier", lastLine(run()));
    assertEquals(before, written());
  }

  @Test
  void aBadVolumeIsSetAsideOnceAndTriedAgainWhenItChanges() throws IOException {
    try (RandomAccessFile cut = new RandomAccessFile(file(4).toFile(), "rw")) {
      cut.setLength(200);
    }
    age(file(4), 4000);
    Cli.Result first = run();
    assertEquals(3, first.code(), first.toString());
    assertEquals("11 done; 1 set aside: see " + out("set-aside.json"), lastLine(first));
    JsonNode list = JSON.readTree(out("set-aside.json").toFile());
    assertEquals(1, list.size());
    assertEquals("v04", list.path(0).path("id").asText());
    assertEquals("INPUT", list.path(0).path("kind").asText());
    assertEquals(1, list.path(0).path("tries").asInt());
    assertTrue(list.path(0).path("input").path("path").asText().endsWith("/ct/v04.npy"));
    assertTrue(list.path(0).path("reason").asText().contains("v04.npy"));

    Cli.Result second = run();
    assertEquals(3, second.code(), second.toString());
    assertTrue(second.out().contains("1 set aside earlier"), second.out());
    assertEquals(1, JSON.readTree(out("set-aside.json").toFile()).path(0).path("tries").asInt());
    assertEquals(3, run("--retry").code());
    assertEquals(2, JSON.readTree(out("set-aside.json").toFile()).path(0).path("tries").asInt());

    volume(4, 44);
    Cli.Result mended = run();
    assertEquals(0, mended.code(), mended.toString());
    assertEquals("12 done, 11 of them earlier", lastLine(mended));
    assertEquals(0, JSON.readTree(out("set-aside.json").toFile()).size());
  }

  @Test
  void aVolumeMayHaveAnyName() throws IOException {
    for (String name : List.of("heartbeat", "owner", "work", "trash")) {
      Samples.volume(folder.resolve(name + ".npy"), 4, 4, 4, 5);
      age(folder.resolve(name + ".npy"), 100);
    }
    Cli.Result result = run();
    assertEquals(0, result.code(), result.toString());
    assertEquals("16 done", lastLine(result));
  }

  @Test
  void strictEndsAtTheFirstBadVolume() throws IOException {
    Files.write(file(0), new byte[20]);
    age(file(0), 4000);
    Cli.Result result = run("--strict");
    assertEquals(2, result.code(), result.toString());
    List<String> errors =
        result.err().lines().filter(line -> !line.startsWith("warning: ")).toList();
    assertEquals(1, errors.size(), result.err());
    assertTrue(errors.get(0).startsWith("error: v00: "), result.err());
  }

  @Test
  void aVolumeThatIsJustBeingWrittenIsLeft() throws IOException {
    age(file(7), 5);
    Cli.Result result = run();
    assertEquals(0, result.code(), result.toString());
    assertEquals("11 done; 1 left for the next run: being written", lastLine(result));
    assertFalse(Files.exists(out("scans/v07.json")));
    assertFalse(Files.exists(out("set-aside.json")));
    assertEquals("12 done, 11 of them earlier", lastLine(run("volume.min-age=1")));
  }

  @Test
  void aChangedInputIsKeptWhereThatIsAsked() throws IOException {
    assertEquals(0, run().code());
    volume(1, 11);
    Cli.Result kept = run("output.on-change=keep");
    assertEquals(3, kept.code(), kept.toString());
    assertTrue(kept.err().contains("holds scan v01 of another content of the input"), kept.err());
    assertFalse(Files.exists(out("scans/v01.2.json")));
    assertEquals("12 done, 11 of them earlier", lastLine(run()));
  }

  @Test
  void otherSettingsReplaceNothingAndAreNamed() throws IOException {
    assertEquals(0, run().code());
    Map<String, FileTime> before = written();
    Cli.Result other = run("geometry.views.count=5");
    assertEquals(2, other.code(), other.toString());
    assertTrue(other.err().contains("geometry.views.count 4, now 5"), other.err());
    assertEquals(before, written());
    // What the message says helps: the refusal was not one of the input.
    Cli.Result replaced = run("geometry.views.count=5", "output.overwrite=true");
    assertEquals(0, replaced.code(), replaced.toString());
    assertEquals("12 done", lastLine(replaced));
    assertTrue(Files.exists(out("scans/v00.2.json")));
  }

  @Test
  void aDamagedScanIsComputedAgainToTheSameBytes() throws IOException {
    assertEquals(0, run().code());
    Path file;
    try (Stream<Path> files = Files.list(out("sinogram/scan=v02"))) {
      file = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(whole.length / 2);
    }
    Cli.Result dry = run("--dry-run");
    assertTrue(dry.out().contains("11 there"), dry.out());
    assertTrue(dry.out().contains("1 damaged, to do again"), dry.out());
    assertEquals("12 done, 11 of them earlier", lastLine(run()));
    assertEquals(-1, Arrays.mismatch(whole, Files.readAllBytes(file)));
    assertFalse(Files.exists(out("_staging")));
  }

  @Test
  void aScanWhoseInputIsGoneIsKeptAndNamed() throws IOException {
    assertEquals(0, run().code());
    Files.delete(file(9));
    Cli.Result result = run();
    assertEquals(0, result.code(), result.toString());
    assertTrue(
        result
            .out()
            .contains("kept: 1 scan of inputs that the description does not name any more: v09"),
        result.out());
    assertTrue(Files.exists(out("scans/v09.json")));
  }

  @Test
  void eachGeometryOfAListIsAScanOfEachVolume() {
    String list =
        Samples.description(
            temp.resolve("two.yaml"),
            """
            volume: {path: ct, units: per-mm, spacing: 1}
            geometry:
              - {name: a, type: cone, source-to-axis: 60, source-to-detector: 100,
                 detector: {rows: 3, columns: 5, pixel: 2}, views: {count: 4}}
              - {name: b, type: parallel, detector: {rows: 2, columns: 7, pixel: 1}, views: {count: 3}}
            output: {path: out, preview: none}
            """);
    Cli.Result result = Cli.run("run", list);
    assertEquals(0, result.code(), result.toString());
    assertEquals("24 done", lastLine(result));
    for (int k = 0; k < VOLUMES; k++) {
      assertTrue(Files.exists(out("scans/v%02d--a.json".formatted(k))), "a" + k);
      assertTrue(Files.exists(out("scans/v%02d--b.json".formatted(k))), "b" + k);
    }
    assertEquals("24 done, 24 of them earlier", lastLine(Cli.run("run", list)));
  }

  @Test
  void programsReadTheEventsAsJson() throws IOException {
    Cli.Result result = run("--log", "json");
    assertEquals(0, result.code(), result.toString());
    List<String> events = new ArrayList<>();
    for (String line : result.err().lines().toList()) {
      JsonNode event = JSON.readTree(line);
      assertTrue(event.path("time").asText().endsWith("Z"), line);
      events.add(event.path("event").asText());
    }
    assertEquals(1, events.stream().filter("planned"::equals).count());
    assertEquals(VOLUMES, events.stream().filter("done"::equals).count());
    assertEquals("end", events.get(events.size() - 1));
    List<String> lines = result.err().lines().toList();
    JsonNode end = JSON.readTree(lines.get(lines.size() - 1));
    assertEquals(VOLUMES, end.path("done").asInt());
    // 4 views of 3 rows of 5 columns each.
    assertEquals(VOLUMES * 60, end.path("rays_done").asInt());
  }
}
