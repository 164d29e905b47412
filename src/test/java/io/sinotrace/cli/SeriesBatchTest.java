package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.volume.io.TestFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders of CT series, as an archive sends them, through one run: made by golden/make_series.py.
 */
class SeriesBatchTest {
  @TempDir Path temp;

  private static Path series() throws URISyntaxException {
    URL url = TestFiles.class.getResource("golden/series/oblique.nii");
    return Objects.requireNonNull(Path.of(Objects.requireNonNull(url).toURI()).getParent());
  }

  @Test
  void eachSeriesIsAScanOrSetAsideWithTheReason() throws URISyntaxException, IOException {
    String description =
        Samples.description(
            temp.resolve("scan.yaml"),
            """
            volume:
              path: ["%1$s/oblique", "%1$s/oblique.nii", "%1$s"]
              units: hounsfield
              center: file
              min-age: 0
            geometry:
              type: cone
              source-to-axis: 200
              source-to-detector: 300
              detector: {rows: 12, columns: 12, pixel: 12, offset: [48, 0]}
              views: {count: 3}
            output: {path: out, preview: none}
            """
                .formatted(series()));
    Cli.Result result = Cli.run("run", description);
    assertEquals(3, result.code(), result.toString());
    assertTrue(result.out().contains("11 done; 3 set aside"), result.out());
    for (String line :
        List.of(
            "5 slices are 2.5 mm apart, but 5 mm between the 2nd and the next: some are missing",
            "5 slices are 2.5 mm apart in the mean, but 2.6 mm between the 2nd and the next",
            "is compressed as JPEG-LS Lossless, which is not decoded here: unpack it first, by"
                + " dcmdjpls or gdcmconv --raw; so the other 4 of its series are set aside",
            "is a localizer, which has no slices",
            "is no CT image: its modality is PT (and 4 more)")) {
      assertEquals(1, result.err().lines().filter(l -> l.contains(line)).count(), result.err());
    }
    Map<String, List<Object>> scans = sinograms();
    assertEquals(11, scans.size());
    // Of the same voxels are: plain, one of two, big-endian, RLE and JPEG; oblique and oblique.nii.
    assertEquals(6, new HashSet<>(scans.values()).size());
    List<Object> oblique = Objects.requireNonNull(scans.get("oblique"));
    assertEquals(2, scans.values().stream().filter(oblique::equals).count());
    scans.forEach((id, values) -> assertTrue(brightest(values) > 0.1, id));
    // As make_series.py has it in all series; NIfTI does not say it.
    for (String id : scans.keySet()) {
      JsonNode volume =
          new ObjectMapper().readTree(temp.resolve("out/scans/" + id + ".json").toFile());
      assertEquals(
          id.equals("oblique") ? "" : "{\"kvp\":\"120\",\"convolution_kernel\":\"B30f\"}",
          volume.path("volume").path("acquisition").toString(),
          id);
    }
    // Again there is nothing to do, and a fault is told again.
    Cli.Result again = Cli.run("run", description);
    assertEquals(3, again.code(), again.toString());
    assertTrue(again.out().contains("11 done, 11 of them earlier"), again.out());
    // The longest runs of two of those that were set aside; the others stay as they are.
    Cli.Result runs = Cli.run("run", description, "volume.gaps=longest-run");
    assertEquals(3, runs.code(), runs.toString());
    assertTrue(runs.out().contains("13 done, 11 of them earlier; 1 set aside"), runs.out());
    Set<String> warnings = new HashSet<>();
    for (String id : sinograms().keySet()) {
      if (!scans.containsKey(id)) {
        JsonNode manifest =
            new ObjectMapper().readTree(temp.resolve("out/scans/" + id + ".json").toFile());
        String warning = manifest.path("warnings").path(0).asText();
        String slices = manifest.path("volume").path("voxels").path(2).asText();
        assertTrue(warning.startsWith(slices + " of 5 slices of the series are taken: "), warning);
        warnings.add(warning.replaceFirst("^.*taken: ", ""));
      }
    }
    assertEquals(
        Set.of(
            "5 slices are 2.5 mm apart, but 5 mm between the 2nd and the next: some are missing",
            "5 slices are 2.5 mm apart in the mean, but 2.6 mm between the 2nd and the next"),
        warnings);
  }

  private static double brightest(List<Object> values) {
    return values.stream().mapToDouble(value -> ((Float) value).doubleValue()).max().orElse(0);
  }

  /** Returns the line integrals of each scan. */
  private Map<String, List<Object>> sinograms() {
    List<Row> rows =
        SparkSessions.local()
            .read()
            .parquet(temp + "/out/sinogram")
            .orderBy("scan", "view", "row")
            .select("scan", "line_integral")
            .collectAsList();
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.getString(0),
                Collectors.flatMapping(
                    row -> row.getList(1).stream().map(Object.class::cast), Collectors.toList())));
  }
}
