package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.projector.Projector;
import io.sinotrace.sinogram.commit.Catalog;
import io.sinotrace.sinogram.commit.Fingerprint;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.job.ScanFault.Kind;
import io.sinotrace.spark.job.Triage.Rules;
import io.sinotrace.spark.job.Triage.Verdict;
import io.sinotrace.volume.io.InputFile;
import io.sinotrace.volume.io.InputState;
import io.sinotrace.volume.io.tiff.TiffFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run decides to do for a scan, and how much of the input it looks at for that. */
class TriageTest {
  private static final Configuration CONF = new Configuration();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** When the volumes were written, and when the runs are, in milliseconds. */
  private static final long WRITTEN = 1_700_000_000_000L;

  private static final long NOW = WRITTEN + 3_600_000;

  private static final Rules KEEP = new Rules(false, false, 0, false, false);
  private static final Rules REPLACE = new Rules(false, true, 0, false, false);
  private static final Rules OVERWRITE = new Rules(true, false, 0, false, false);
  private static final Rules CHECKSUMS = new Rules(false, true, 0, true, false);
  private static final Rules RETRY = new Rules(false, false, 0, false, true);

  @TempDir Path temp;

  /** What was read of the input to decide: its header, and its checksums or not. */
  private final List<String> looks = new ArrayList<>();

  @BeforeEach
  void makeVolume() throws IOException {
    Files.createDirectories(temp.resolve("ct"));
    volume("ct/a.npy", 1);
  }

  private void volume(String name, long seed) throws IOException {
    Samples.volume(temp.resolve(name), 3, 3, 3, seed);
    written(name, WRITTEN);
  }

  private void written(String name, long when) throws IOException {
    Files.setLastModifiedTime(temp.resolve(name), FileTime.fromMillis(when));
  }

  private ScanSpec scan(String path, String... more) {
    return scans(path, more).get(0);
  }

  private List<ScanSpec> scans(String path, String... more) {
    String file =
        Samples.description(
            temp.resolve("scan.yaml"),
            """
            volume: {path: %s, units: per-mm%s}
            geometry: {type: parallel, detector: {columns: 3, pixel: 1}, views: {count: 2}}
            output: {path: out}
            """
                .formatted(path, path.endsWith(".mhd") ? "" : ", spacing: 1"));
    return Descriptions.read(file, List.of(more), CONF).scans(CONF);
  }

  /** Writes the manifest of a scan, of its input as it is now. */
  private void commit(ScanSpec scan) throws IOException {
    commit(scan, scan.id());
  }

  private void commit(ScanSpec scan, String id) throws IOException {
    List<InputFile> inputs = InputState.of(scan.volume(), CONF).summed();
    Map<String, Object> files = new LinkedHashMap<>();
    inputs.forEach(
        input ->
            files.put(input.name(), Map.of("bytes", input.bytes(), "modified", input.modified())));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", 2);
    manifest.put("id", id);
    manifest.put("source", scan.volume().uri());
    manifest.put("inputs_sha256", InputFile.sums(inputs));
    manifest.put("input_files", files);
    manifest.put(
        "fingerprint",
        Fingerprint.of(Projector.ARITHMETIC, InputFile.sums(inputs), scan.settings()));
    manifest.put("description", scan.settings());
    manifest.put("volume", Map.of());
    manifest.put("geometry", Map.of());
    manifest.put("files", List.of());
    Files.createDirectories(temp.resolve("out/scans"));
    JSON.writeValue(temp.resolve("out/scans/" + id + ".json").toFile(), manifest);
  }

  private String out() {
    return temp.resolve("out").toString();
  }

  /** Decides, with the surveys that a run makes. */
  private Verdict decide(ScanSpec scan, Rules rules) throws IOException {
    Triage triage =
        new Triage(
            Catalog.read(out(), CONF), SetAside.read(out(), CONF), rules, NOW, fault -> fault);
    looks.clear();
    Verdict verdict = triage.unopened(scan);
    if (verdict == null) {
      verdict = survey(triage, scan, triage.needsSums(scan));
    }
    if (verdict == null) {
      verdict = survey(triage, scan, true);
    }
    assertNotNull(verdict, "not even checksums suffice");
    return verdict;
  }

  private @Nullable Verdict survey(Triage triage, ScanSpec scan, boolean summed) {
    looks.add(summed ? "checksums" : "header");
    return triage.surveyed(
        scan, ScanSurvey.of(new ScanSurvey.Request(0, scan, summed), Map.of(), CONF));
  }

  private void assertState(ScanState state, Verdict verdict, String... looked) {
    assertEquals(state, verdict.state(), String.valueOf(verdict.fault()));
    assertEquals(List.of(looked), looks);
  }

  private static void assertFault(Kind kind, String part, Verdict verdict) {
    ScanFault fault = verdict.fault();
    assertNotNull(fault);
    assertEquals(kind, fault.kind());
    assertTrue(fault.message().contains(part), fault.message());
  }

  @Test
  void ofANewVolumeTheHeaderIsEnough() throws IOException {
    Verdict verdict = decide(scan("ct/a.npy"), KEEP);
    assertState(ScanState.NEW, verdict, "header");
    assertEquals("a", verdict.id());
  }

  @Test
  void whatIsThereIsNotOpened() throws IOException {
    commit(scan("ct/a.npy"));
    assertState(ScanState.THERE, decide(scan("ct/a.npy"), KEEP));
    // By the volume it is known under any id.
    commit(scan("ct/a.npy"), "other");
    Files.delete(temp.resolve("out/scans/a.json"));
    Verdict verdict = decide(scan("ct/a.npy"), KEEP);
    assertState(ScanState.THERE, verdict);
    assertEquals("other", verdict.id());
  }

  @Test
  void anotherTimeOfTheSameContentCostsTheChecksum() throws IOException {
    commit(scan("ct/a.npy"));
    written("ct/a.npy", WRITTEN + 1);
    assertState(ScanState.THERE, decide(scan("ct/a.npy"), KEEP), "checksums");
  }

  @Test
  void anotherContentIsReplacedOrKept() throws IOException {
    commit(scan("ct/a.npy"));
    volume("ct/a.npy", 2);
    written("ct/a.npy", WRITTEN + 1);
    assertState(ScanState.CHANGED, decide(scan("ct/a.npy"), REPLACE), "checksums");
    assertState(ScanState.OVERWRITTEN, decide(scan("ct/a.npy"), OVERWRITE), "checksums");
    Verdict kept = decide(scan("ct/a.npy"), KEEP);
    assertState(ScanState.CONFLICT, kept, "checksums");
    assertFault(Kind.CONFLICT, "holds scan a of another content of the input (SHA-256 ", kept);
    assertFault(
        Kind.CONFLICT,
        "expected another path, output.on-change=replace or output.overwrite=true",
        kept);
  }

  @Test
  void anotherContentOfTheSameLengthAndTimeIsSeenByChecksumsAlone() throws IOException {
    commit(scan("ct/a.npy"));
    volume("ct/a.npy", 2);
    assertState(ScanState.THERE, decide(scan("ct/a.npy"), REPLACE));
    assertState(ScanState.CHANGED, decide(scan("ct/a.npy"), CHECKSUMS), "checksums");
    volume("ct/a.npy", 1);
    assertState(ScanState.THERE, decide(scan("ct/a.npy"), CHECKSUMS), "checksums");
  }

  @Test
  void otherSettingsAreNamedAndReplacedOnlyWhereThatIsAsked() throws IOException {
    commit(scan("ct/a.npy"));
    ScanSpec other = scan("ct/a.npy", "geometry.views.count=3");
    Verdict refused = decide(other, REPLACE);
    assertState(ScanState.CONFLICT, refused);
    assertFault(
        Kind.CONFLICT,
        "holds scan a of geometry.views.count 2, now 3; expected another path, or"
            + " output.overwrite=true",
        refused);
    assertState(ScanState.OVERWRITTEN, decide(other, OVERWRITE), "checksums");
    // With another content too, it is not only the input that has changed.
    volume("ct/a.npy", 2);
    written("ct/a.npy", WRITTEN + 1);
    assertState(
        ScanState.CONFLICT,
        decide(scan("ct/a.npy", "geometry.views.count=3"), REPLACE),
        "checksums");
  }

  @Test
  void aVolumeThatWasMovedIsKnownByItsContent() throws IOException {
    commit(scan("ct/a.npy"));
    Files.createDirectories(temp.resolve("archive"));
    Files.move(temp.resolve("ct/a.npy"), temp.resolve("archive/a.npy"));
    Verdict verdict = decide(scan("archive/a.npy"), KEEP);
    assertState(ScanState.THERE, verdict, "checksums");
    assertEquals("a", verdict.id());
    // It may be computed again with other settings, as in its old place.
    ScanSpec other = scan("archive/a.npy", "geometry.views.count=3");
    assertFault(Kind.CONFLICT, "geometry.views.count 2, now 3", decide(other, REPLACE));
    assertState(ScanState.OVERWRITTEN, decide(other, OVERWRITE), "checksums");
  }

  @Test
  void aScanOfAnotherVolumeIsNeverReplaced() throws IOException {
    commit(scan("ct/a.npy"));
    Files.createDirectories(temp.resolve("archive"));
    volume("archive/a.npy", 2);
    for (Rules rules : List.of(KEEP, REPLACE, OVERWRITE, CHECKSUMS)) {
      Verdict verdict = decide(scan("archive/a.npy"), rules);
      assertState(ScanState.CONFLICT, verdict, "checksums");
      assertFault(
          Kind.CONFLICT,
          "holds scan a of file:%s/ct/a.npy, not of file:%s/archive/a.npy; expected another path"
              .formatted(temp, temp),
          verdict);
    }
  }

  @Test
  void aChangedVolumeKeepsTheIdThatItHas() throws IOException {
    commit(scan("ct/a.npy"), "patient");
    volume("ct/a.npy", 2);
    written("ct/a.npy", WRITTEN + 1);
    Verdict verdict = decide(scan("ct/a.npy"), REPLACE);
    assertState(ScanState.CHANGED, verdict, "checksums");
    assertEquals("patient", verdict.id());
  }

  @Test
  void aScanOfANamedGeometryIsNotThatOfTheOnlyOne() throws IOException {
    commit(scan("ct/a.npy"), "a--low");
    Verdict verdict = decide(scan("ct/a.npy", "geometry.views.count=3"), REPLACE);
    assertEquals(ScanState.NEW, verdict.state());
    assertEquals("a", verdict.id());
  }

  private void metaImage(String content) throws IOException {
    Files.writeString(
        temp.resolve("ct/m.mhd"),
        """
        ObjectType = Image
        NDims = 3
        DimSize = 2 2 2
        ElementType = MET_UCHAR
        ElementSpacing = 1 1 1
        ElementDataFile = m.raw
        """);
    Files.writeString(temp.resolve("ct/m.raw"), content);
    written("ct/m.mhd", WRITTEN);
    written("ct/m.raw", WRITTEN);
  }

  @Test
  void ofSeveralFilesEachCounts() throws IOException {
    metaImage("12345678");
    commit(scan("ct/m.mhd"));
    // The header names the other file, so it has to be read; the voxels have not.
    assertState(ScanState.THERE, decide(scan("ct/m.mhd"), REPLACE), "header");
    written("ct/m.raw", WRITTEN + 1);
    assertState(ScanState.THERE, decide(scan("ct/m.mhd"), REPLACE), "header", "checksums");
    Files.writeString(temp.resolve("ct/m.raw"), "12345679");
    written("ct/m.raw", WRITTEN + 1);
    assertState(ScanState.CHANGED, decide(scan("ct/m.mhd"), REPLACE), "header", "checksums");
    assertState(ScanState.CONFLICT, decide(scan("ct/m.mhd"), KEEP), "header", "checksums");
    written("ct/m.raw", WRITTEN);
    assertState(ScanState.THERE, decide(scan("ct/m.mhd"), REPLACE), "header");
    assertState(ScanState.CHANGED, decide(scan("ct/m.mhd"), CHECKSUMS), "checksums");
  }

  private void setAside(ScanSpec scan, Kind kind) throws IOException {
    SetAside list = SetAside.read(out(), CONF);
    list.add(scan.id(), Triage.input(scan), kind.name(), "it was broken");
    Files.createDirectories(temp.resolve("out"));
    list.write();
  }

  @Test
  void aBadInputIsTriedAgainWhenSomethingIsOtherThanItWas() throws IOException {
    setAside(scan("ct/a.npy"), Kind.INPUT);
    Verdict verdict = decide(scan("ct/a.npy"), REPLACE);
    assertState(ScanState.SET_ASIDE, verdict);
    assertFault(Kind.INPUT, "it was broken", verdict);
    assertState(ScanState.NEW, decide(scan("ct/a.npy"), RETRY), "header");
    assertState(ScanState.NEW, decide(scan("ct/a.npy", "volume.spacing=2"), REPLACE), "header");
    written("ct/a.npy", WRITTEN + 1);
    assertState(ScanState.NEW, decide(scan("ct/a.npy"), REPLACE), "header");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INPUT")
  void whatWasNotTheFaultOfTheInputIsTriedAgain(Kind kind) throws IOException {
    setAside(scan("ct/a.npy"), kind);
    assertState(ScanState.NEW, decide(scan("ct/a.npy"), REPLACE), "header");
  }

  @Test
  void aBadInputOfSeveralFilesIsTriedAgain() throws IOException {
    // Nobody knows by the header alone whether the voxels have changed.
    metaImage("12345678");
    setAside(scan("ct/m.mhd"), Kind.INPUT);
    assertState(ScanState.NEW, decide(scan("ct/m.mhd"), REPLACE), "header");
  }

  @Test
  void anUnreadableInputIsOne() throws IOException {
    Files.write(temp.resolve("ct/a.npy"), new byte[] {1, 2, 3});
    written("ct/a.npy", WRITTEN);
    Verdict verdict = decide(scan("ct/a.npy"), REPLACE);
    assertState(ScanState.UNREADABLE, verdict, "header");
    assertFault(Kind.INPUT, "a.npy", verdict);
  }

  @Test
  void anUnreadableManifestStopsItsOwnScanOnly() throws IOException {
    volume("ct/b.npy", 2);
    Files.createDirectories(temp.resolve("out/scans"));
    Files.writeString(temp.resolve("out/scans/a.json"), "{\"format\": 2}");
    for (Rules rules : List.of(KEEP, REPLACE, OVERWRITE)) {
      Verdict verdict = decide(scan("ct/a.npy"), rules);
      assertEquals(ScanState.CONFLICT, verdict.state());
      assertFault(Kind.CONFLICT, "a.json is not the manifest of a scan", verdict);
      assertEquals(ScanState.NEW, decide(scan("ct/b.npy"), rules).state());
    }
  }

  @Test
  void aYoungInputIsLeftUntilItIsOldEnough() throws IOException {
    Rules minute = new Rules(false, true, 60_000, false, false);
    for (long age : new long[] {0, 59_999, -5_000}) {
      // What was written in the future is so by another clock.
      written("ct/a.npy", NOW - age);
      Verdict verdict = decide(scan("ct/a.npy"), minute);
      assertState(ScanState.CHANGING, verdict);
      assertFault(Kind.CHANGING, "was written less than 60 s ago", verdict);
      assertState(ScanState.NEW, decide(scan("ct/a.npy"), REPLACE), "header");
    }
    written("ct/a.npy", NOW - 60_000);
    assertState(ScanState.NEW, decide(scan("ct/a.npy"), minute), "header");
  }

  @Test
  void aYoungInputThatIsThereIsThere() throws IOException {
    written("ct/a.npy", NOW - 1);
    commit(scan("ct/a.npy"));
    Rules minute = new Rules(false, true, 60_000, false, false);
    assertState(ScanState.THERE, decide(scan("ct/a.npy"), minute));
    volume("ct/a.npy", 2);
    written("ct/a.npy", NOW);
    assertState(ScanState.CHANGING, decide(scan("ct/a.npy"), minute));
  }

  @Test
  void ofTwoVolumesOfOneIdTheOneThatIsThereIs() throws IOException {
    Files.createDirectories(temp.resolve("archive"));
    volume("archive/a.npy", 2);
    commit(scan("ct/a.npy"));
    List<ScanSpec> both = scans("[ct/a.npy, archive/a.npy]");
    assertState(ScanState.THERE, decide(both.get(0), REPLACE));
    Verdict other = decide(both.get(1), REPLACE);
    assertState(ScanState.UNREADABLE, other);
    assertFault(Kind.CONFLICT, "has the id a, and so has", other);
  }

  @Test
  void aSliceThatIsReplacedIsNoticed() throws IOException {
    for (int k = 0; k < 3; k++) {
      slice(k, k);
    }
    Verdict fresh = decide(scan("ct/stack"), KEEP);
    assertState(ScanState.NEW, fresh, "header");
    assertEquals("stack", fresh.id());
    commit(scan("ct/stack"));
    assertState(ScanState.THERE, decide(scan("ct/stack"), KEEP), "header");
    assertState(ScanState.THERE, decide(scan("ct/stack"), CHECKSUMS), "checksums");
    // Of the same length and not the last: the sum of lengths and the last time tell nothing.
    slice(2, 2);
    written("ct/stack/s2.tif", WRITTEN + 1000);
    commit(scan("ct/stack"));
    slice(1, 9);
    written("ct/stack/s1.tif", WRITTEN - 1000);
    Verdict changed = decide(scan("ct/stack"), KEEP);
    assertState(ScanState.CONFLICT, changed, "header", "checksums");
    assertFault(Kind.CONFLICT, "(s1.tif: SHA-256 ", changed);
    assertState(ScanState.CHANGED, decide(scan("ct/stack"), REPLACE), "header", "checksums");
  }

  private void slice(int number, int value) throws IOException {
    String name = "ct/stack/s" + number + ".tif";
    Files.createDirectories(temp.resolve("ct/stack"));
    Files.write(temp.resolve(name), TiffFiles.page(1, 1, (byte) value));
    written(name, WRITTEN);
  }
}
