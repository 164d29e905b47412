package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sinotrace.description.Descriptions;
import io.sinotrace.volume.coverage.Coverage;
import io.sinotrace.volume.coverage.Coverage.Cut;
import io.sinotrace.volume.coverage.Coverage.Helix;
import io.sinotrace.volume.coverage.Coverage.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanWarningsTest {
  private static final Views NONE = new Views(0, -1);
  private static final Cut UNCUT = new Cut(0, -1);

  @Test
  void eachHasItsWords() {
    Coverage all =
        new Coverage(
            10,
            new Views(10, 0),
            new Views(3, 2),
            new Views(10, 0),
            new Views(1, 9),
            new Cut(0.354, 3),
            new Cut(0.998, 4),
            new Helix(2, 0, 0, 12.34, 100));
    assertEquals(
        List.of(
            "source-in-volume: the source is inside the volume in all of 10 views: what is behind it"
                + " is not seen",
            "detector-in-volume: the detector reaches into the volume in 3 of 10 views (the first"
                + " is view 2): what is behind it is not seen",
            "detector-before-axis: the detector is between the source and the axis in all of 10"
                + " views: source-to-detector is less than source-to-axis",
            "shadow-missed: the volume's shadow misses the detector in 1 of 10 views (the first is"
                + " view 9): no voxel is seen there",
            "shadow-cut: the volume's shadow is larger than the detector or beside it: beyond it lie"
                + " up to 35 % of its height (rows), in view 3 and more than 99 % of its width"
                + " (columns), in view 4",
            "helix-leaves-volume: the first 2 and the last 0 of 10 views see no voxel",
            "helix-too-short: no view sees the lowest 0.0 mm and the highest 12.3 mm of the"
                + " volume's 100.0 mm"),
        ScanWarnings.of(all, 10));
  }

  @Test
  void aLittleIsUsual() {
    Coverage little =
        new Coverage(
            1, NONE, NONE, NONE, NONE, new Cut(0.05, 0), UNCUT, new Helix(0, 0, 0.9, 1, 100));
    assertEquals(List.of(), ScanWarnings.of(little, 1));
  }

  @Test
  void whatWasNotLookedAtIsSaid() {
    Coverage some = new Coverage(4096, new Views(7, 24), NONE, NONE, NONE, UNCUT, UNCUT, null);
    assertEquals(
        List.of(
            "source-in-volume: the source is inside the volume in 7 of 4096 views looked at, of"
                + " 100000 (the first is view 24): what is behind it is not seen"),
        ScanWarnings.of(some, 100_000));
    Coverage single = new Coverage(1, new Views(1, 0), NONE, NONE, NONE, UNCUT, UNCUT, null);
    assertEquals(
        List.of(
            "source-in-volume: the source is inside the volume in the only view: what is behind it"
                + " is not seen"),
        ScanWarnings.of(single, 1));
  }

  private static List<String> warnings(String file, String... overrides) {
    Configuration conf = new Configuration();
    List<String> warnings = new ArrayList<>();
    for (ScanPlan plan : ScanPlan.all(Descriptions.read(file, List.of(overrides), conf), conf, 1)) {
      warnings.addAll(plan.warnings());
    }
    return warnings;
  }

  @Test
  void theSamplesHaveNone() throws IOException {
    try (Stream<Path> samples = Files.list(Path.of("jobs"))) {
      for (Path sample : samples.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        assertEquals(List.of(), warnings(sample.toString()), sample.toString());
      }
    }
    assertEquals(
        List.of(), warnings("jobs/schedules/nightly.yaml", "volume.path=data-samples/*.nii.gz"));
  }

  /** The samples, each with a change that makes no unusual scan of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "geometry.views.count=1",
        "geometry.angles=[30]",
        "geometry.detector.shape=curved",
        "geometry.detector.tilt.n=1",
        "geometry.detector.offset=[0, 3]",
        "geometry.views.range=200",
        "geometry.detector.rows=1",
        // Half a fan over a full turn.
        "geometry.detector.offset=[0, 120]"
      })
  void usualChangesHaveNone(String overrides) {
    assertEquals(List.of(), warnings("jobs/cone.yaml", overrides));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          # Pixels in cm, a detector of half the size, a wrong sign, a scan of half a turn with an
          # offset, distances exchanged or in cm
          geometry.detector.pixel=0.15;         shadow-cut
          geometry.detector.columns=160;        shadow-cut
          geometry.detector.offset=[-150, 0];   shadow-cut
          geometry.detector.offset=[0, -1500];  shadow-missed
          geometry.detector.offset=[0, 200] geometry.views.range=180; shadow-cut
          geometry.source-to-axis=1500 geometry.source-to-detector=1000; detector-before-axis
          geometry.source-to-axis=100;          source-in-volume
          geometry.source-to-detector=1050;     detector-in-volume
          """)
  void mistakesAreNamed(String overrides, String name) {
    List<String> found = warnings("jobs/cone.yaml", overrides.split(" (?=geometry)"));
    assertFalse(found.isEmpty(), overrides);
    assertEquals(
        1, found.stream().filter(warning -> warning.startsWith(name + ": ")).count(), "" + found);
  }

  @Test
  void aHelixThatIsTooLongOrTooShortIsNamed() {
    List<String> tooLong = warnings("jobs/helical.yaml", "geometry.feed=120");
    assertEquals(1, tooLong.size(), "" + tooLong);
    assertEquals("helix-leaves-volume", tooLong.get(0).replaceAll(":.*", ""));
    List<String> tooShort = warnings("jobs/helical.yaml", "geometry.feed=20");
    assertEquals(1, tooShort.size(), "" + tooShort);
    assertEquals("helix-too-short", tooShort.get(0).replaceAll(":.*", ""));
  }
}
