package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Tile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanManifestTest {
  private static final Path FILE = new Path("/out/scans/head.json");

  /** As the versions before typed manifests wrote it. */
  private static final String OLD =
      """
      {
        "format" : 1,
        "id" : "head",
        "source" : "file:/volumes/head.nii",
        "inputs_sha256" : { "head.nii" : "00ff" },
        "fingerprint" : "abc",
        "created" : "2026-11-01T10:00:00Z",
        "sinotrace" : "0.1.0",
        "arithmetic" : "exact",
        "description" : { "volume" : { "spacing" : null }, "geometry" : { "type" : "cone" } },
        "volume" : { "voxels" : [ 5, 6, 7 ],
          "index_to_world" : [ 1.0, 0.0, 0.0, -2.0, 0.0, 1.5, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0 ],
          "mu" : "mu = value" },
        "geometry" : { "beam" : "cone", "views" : 13, "rows" : 19, "columns" : 23 },
        "figures" : { "rays" : 1, "ray_voxels" : 2, "rows" : 3, "bytes" : 4, "wall_seconds" : 0.5,
          "task_seconds_reading" : 0.25, "task_seconds_tracing" : 0.125,
          "task_seconds_writing" : 0.75 },
        "files" : [ { "name" : "part-00000-3.parquet", "rows" : 247, "bytes" : 9000,
          "crc32c" : "0a1b2c3d", "backend" : "simd" } ],
        "previews" : [ "head-sinogram.png" ]
      }
      """;

  private static ScanManifest parse(String json) {
    return ScanManifest.parse(json.getBytes(StandardCharsets.UTF_8), FILE);
  }

  @Test
  void thoseOfVersionsBeforeAreRead() {
    ScanManifest scan = parse(OLD);
    assertEquals("00ff", scan.inputsSha256().get("head.nii"));
    assertEquals(2.0, scan.volume().indexToWorld().get(10));
    assertEquals(new ScanManifest.Acquisition("cone", 13, 19, 23), scan.geometry());
    assertEquals(new ScanManifest.Figures(1, 2, 3, 4, 0.5, 0.25, 0.125, 0.75), scan.figures());
    assertEquals(
        List.of(
            new ScanManifest.File(
                "part-00000-3.parquet", 247, 9000, "0a1b2c3d", "simd", List.of())),
        scan.files());
    assertEquals("views.parquet", scan.viewsName());
    assertEquals(List.of(), scan.warnings());
    assertNull(scan.staging());
    assertEquals(
        List.of(new CommittedScan.Input("head.nii", "00ff", -1, -1)),
        CommittedScan.of(scan, 1).inputs());
  }

  /** The keys are promised to whoever reads manifests; new ones come after. */
  @Test
  void theKeysAreThoseOfVersionsBeforeAndWhatIsWrittenIsRead() throws IOException {
    ScanManifest scan = parse(OLD);
    JsonNode written = Json.MAPPER.readTree(scan.json());
    JsonNode old = Json.MAPPER.readTree(OLD);
    List<String> keys = new ArrayList<>();
    written.fieldNames().forEachRemaining(keys::add);
    List<String> before = new ArrayList<>();
    old.fieldNames().forEachRemaining(before::add);
    for (String key : before) {
      assertEquals(old.path(key), written.path(key));
    }
    before.add(before.indexOf("inputs_sha256") + 1, "input_files");
    before.add(before.indexOf("files"), "columns");
    before.add("warnings");
    assertEquals(before, keys);
    assertEquals(List.of("line_integral"), scan.columns());
    assertEquals(scan, ScanManifest.parse(scan.json(), FILE));
  }

  @Test
  void aTileIsAnArrayOfItsNumbers() throws IOException {
    ScanManifest scan =
        parse(OLD.replace("\"simd\"", "\"simd\", \"tiles\": [[0, 13, 0, 9], [0, 13, 9, 19]]"));
    List<Tile> tiles = scan.files().get(0).tiles();
    assertEquals(List.of(new Tile(0, 13, 0, 9), new Tile(0, 13, 9, 19)), tiles);
    assertEquals(scan, ScanManifest.parse(scan.json(), FILE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"format\": 1}",
        "part-00000-3.parquet -> ../../x",
        "part-00000-3.parquet -> .hidden",
        "head-sinogram.png -> ../head.nii",
        "\"previews\" -> \"staging\": \"_staging/../..\", \"previews\"",
        "\"simd\" -> \"simd\", \"tiles\": [[0, 0, 0, 9]]",
        "\"simd\" -> \"simd\", \"tiles\": [[0, 13, 0]]",
        "\"views\" : 13 -> \"views\" : \"many\"",
        "\"source\" -> \"sauce\""
      })
  void whatIsNoneIsRefused(String change) {
    String[] words = change.split(" -> ", -1);
    String json = words.length == 2 ? OLD.replace(words[0], words[1]) : change;
    InputException e = assertThrows(InputException.class, () -> parse(json));
    assertEquals(
        "/out/scans/head.json is not the manifest of a scan: expected what a run writes there",
        e.getMessage());
  }
}
