package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.TracedScan.Origin;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the scans that are there is the one that is wanted. */
class ScanCatalogTest {
  private static final String A = "file:/volumes/a/ct.nii";
  private static final String B = "file:/volumes/b/ct.nii";

  @TempDir Path temp;

  private static Origin origin(String source, String sum, String fingerprint) {
    return new Origin(source, Map.of("ct.nii", sum), "canonical", fingerprint, Map.of());
  }

  private void put(String id, Origin origin) throws IOException {
    ScanManifest scan =
        new ScanManifest(
            ScanManifest.FORMAT,
            id,
            origin.source(),
            origin.inputs(),
            origin.fingerprint(),
            "2026-01-01T00:00:00Z",
            "1",
            "exact",
            Json.MAPPER.createObjectNode(),
            new ScanManifest.Volume(List.of(), List.of(), ""),
            new ScanManifest.Acquisition("cone", 1, 1, 1),
            null,
            List.of(),
            null,
            List.of(),
            List.of(),
            null);
    Files.createDirectories(temp.resolve("scans"));
    Files.write(temp.resolve("scans/" + id + ".json"), scan.json());
  }

  private ScanMatch find(String id, Origin origin) throws IOException {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(temp.toUri());
    return ScanCatalog.read(Storage.of(root, SampleScan.CONF), new DatasetPaths(root))
        .find(id, origin);
  }

  @Test
  void aScanIsKnownByItsSourceWhateverItsId() throws IOException {
    put("ct", origin(A, "1", "x"));
    put("ct-2", origin(B, "2", "y"));
    Origin b = origin(B, "2", "y");
    ScanMatch match = find("b-ct", b);
    assertEquals("ct-2", match.id());
    assertNotNull(match.same(b));
    // Another geometry of it would take its place, not that of the scan that has the id.
    Origin other = origin(B, "2", "z");
    assertEquals("ct-2", find("ct", other).id());
    assertNull(find("ct", other).same(other));
  }

  @Test
  void ofSeveralOfASourceTheVeryScanIsTaken() throws IOException {
    put("ct", origin(A, "1", "x"));
    put("ct-1", origin(A, "1", "y"));
    put("ct-2", origin(A, "1", "z"));
    assertEquals("ct-2", find("ct-1", origin(A, "1", "z")).id());
    assertEquals("ct-1", find("ct-1", origin(A, "1", "w")).id());
    assertEquals("ct", find("a-ct", origin(A, "1", "w")).id());
  }

  @Test
  void aVolumeThatMovedIsKnownByItsId() throws IOException {
    put("ct", origin(A, "1", "x"));
    Origin moved = origin(B, "1", "x");
    assertNotNull(find("ct", moved).same(moved));
    // Its scan of another geometry is its own, too.
    ScanMatch match = find("ct", origin(B, "1", "y"));
    assertNotNull(match.existing());
  }

  @Test
  void anIdThatAnotherVolumeHasIsRefusedByBothNames() throws IOException {
    put("ct", origin(A, "1", "x"));
    InputException e = assertThrows(InputException.class, () -> find("ct", origin(B, "2", "y")));
    assertTrue(e.getMessage().contains("holds scan ct of " + A + ", not of " + B), e.getMessage());
    assertEquals("b-ct", find("b-ct", origin(B, "2", "y")).id());
  }

  @Test
  void whatIsNoManifestStopsItsOwnScanOnly() throws IOException {
    put("ct", origin(A, "1", "x"));
    Files.writeString(temp.resolve("scans/b.json"), "{\"format\": 1, \"id\": \"b\"}");
    Files.writeString(temp.resolve("scans/c.json"), "{\"format\": 2}");
    Files.copy(temp.resolve("scans/ct.json"), temp.resolve("scans/d.json"));
    assertNotNull(find("x", origin(A, "1", "x")).existing());
    assertTrue(why("b").contains("b.json is not the manifest of a scan"), why("b"));
    assertTrue(why("c").contains("c.json: a manifest of format 2: expected 1"), why("c"));
    assertTrue(why("d").contains("d.json is the manifest of another scan, ct"), why("d"));
  }

  private String why(String id) {
    return assertThrows(InputException.class, () -> find(id, origin(B, "2", "y"))).getMessage();
  }
}
