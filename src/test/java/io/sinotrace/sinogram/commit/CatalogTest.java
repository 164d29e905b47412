package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.commit.TracedScan.Origin;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scans of a dataset, by their manifests. */
class CatalogTest {
  private static final String A = "file:/volumes/a/ct.nii";
  private static final String B = "file:/volumes/b/ct.nii";

  @TempDir Path temp;

  private static Origin origin(String source, String sum, String fingerprint) {
    return new Origin(
        source,
        Map.of("ct.nii", sum),
        Map.of("ct.nii", new ScanManifest.InputFile(12, 34)),
        "canonical",
        fingerprint,
        Map.of());
  }

  private void put(String id, Origin origin) throws IOException {
    put(id, id + ".json", origin);
  }

  private void put(String id, String file, Origin origin) throws IOException {
    ScanManifest scan =
        new ScanManifest(
            ScanManifest.FORMAT,
            id,
            origin.source(),
            origin.inputs(),
            origin.inputFiles(),
            origin.fingerprint(),
            "2026-01-01T00:00:00Z",
            "1",
            "exact",
            Json.MAPPER.createObjectNode(),
            new ScanManifest.Volume(List.of(), List.of(), "", Map.of()),
            new ScanManifest.Acquisition("cone", 1, 1, 1),
            null,
            List.of("line_integral"),
            List.of(),
            null,
            List.of(),
            List.of(),
            null);
    Files.createDirectories(temp.resolve("scans"));
    Files.write(temp.resolve("scans/" + file), scan.json());
  }

  private Catalog read() throws IOException {
    return Catalog.read(temp.toString(), SampleScan.CONF);
  }

  @Test
  void theHighestNumberCounts() throws IOException {
    put("ct", origin(A, "1", "x"));
    put("ct", "ct.9.json", origin(A, "1", "y"));
    put("ct", "ct.10.json", origin(A, "1", "z"));
    CommittedScan scan = read().get("ct");
    assertNotNull(scan);
    assertEquals(10, scan.number());
    assertEquals("z", scan.fingerprint());
    assertEquals(List.of(new CommittedScan.Input("ct.nii", "1", 12, 34)), scan.inputs());
  }

  @Test
  void scansAreFoundByTheirVolume() throws IOException {
    put("ct--low", origin(A, "1", "x"));
    put("ct--high", origin(A, "1", "y"));
    put("mr", origin(B, "2", "z"));
    Catalog catalog = read();
    assertEquals(
        Set.of("ct--low", "ct--high"),
        catalog.bySource(A).stream().map(CommittedScan::id).collect(Collectors.toSet()));
    assertEquals(List.of(), catalog.bySource("file:/volumes/c/ct.nii"));
    assertNull(catalog.get("c"));
  }

  @Test
  void whatIsNoManifestStopsItsOwnScanOnly() throws IOException {
    put("ct", origin(A, "1", "x"));
    Files.writeString(temp.resolve("scans/b.json"), "{\"format\": 1, \"id\": \"b\"}");
    Files.writeString(temp.resolve("scans/c.json"), "{\"format\": 3}");
    Files.copy(temp.resolve("scans/ct.json"), temp.resolve("scans/d.json"));
    Files.writeString(temp.resolve("scans/notes.txt"), "mine");
    Catalog catalog = read();
    assertNotNull(catalog.get("ct"));
    assertEquals(Set.of("b", "c", "d"), catalog.unreadable().keySet());
    assertTrue(catalog.unreadable().values().stream().noneMatch(Catalog.Unreadable::ofStorage));
    assertTrue(why(catalog, "b").contains("b.json is not the manifest of a scan"));
    assertTrue(why(catalog, "c").contains("c.json: a manifest of format 3: expected 2"));
    assertTrue(why(catalog, "d").contains("d.json is the manifest of another scan, ct"));
  }

  /** As where a single file may not be read, or its block is gone. */
  @Test
  void aManifestThatCannotBeReadIsOfOneScan() throws IOException {
    put("a", origin(A, "1", "f"));
    put("b", origin(B, "2", "f"));
    Catalog catalog =
        catalog(
            file -> {
              if (file.endsWith("/b.json")) {
                throw new IOException("the disk is broken");
              }
            });
    assertNotNull(catalog.get("a"));
    assertEquals(Set.of("b"), catalog.unreadable().keySet());
    assertTrue(why(catalog, "b").endsWith("b.json cannot be read: the disk is broken"));
    assertTrue(catalog.unreadable().values().stream().allMatch(Catalog.Unreadable::ofStorage));
  }

  /** As while a run is going on. */
  @Test
  void aManifestThatIsReplacedAfterTheListingIsReadAnew() throws IOException {
    put("a", origin(A, "1", "old"));
    put("b", origin(B, "2", "f"));
    Catalog catalog =
        catalog(
            file -> {
              if (file.endsWith("/a.json")) {
                put("a", "a.2.json", origin(A, "1", "new"));
                Files.delete(temp.resolve("scans/a.json"));
              } else if (file.endsWith("/b.json")) {
                Files.delete(temp.resolve("scans/b.json"));
              }
            });
    CommittedScan a = catalog.get("a");
    assertNotNull(a);
    assertEquals("new", a.fingerprint());
    assertEquals(2, a.number());
    assertNull(catalog.get("b"));
    assertEquals(Map.of(), catalog.unreadable());
  }

  /** Nothing is known of it, which is not to say that it is not there. */
  @Test
  void aManifestThatIsListedAndNotFoundIsUnreadable() throws IOException {
    put("a", origin(A, "1", "f"));
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(temp.toUri());
    Storage blind =
        HookedStorage.of(
            Storage.of(root, SampleScan.CONF),
            (method, file, request) -> method.equals("read") ? null : request.make());
    Catalog catalog = Catalog.read(blind, new DatasetPaths(root));
    assertEquals(List.of(), List.copyOf(catalog.all()));
    assertTrue(
        why(catalog, "a").endsWith("a.json cannot be read: it is listed, but cannot be opened"));
    assertTrue(catalog.unreadable().values().stream().allMatch(Catalog.Unreadable::ofStorage));
  }

  /** What happens before a file is read. */
  private interface Before {
    void reading(String file) throws IOException;
  }

  private Catalog catalog(Before before) throws IOException {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(temp.toUri());
    Storage hooked =
        HookedStorage.of(
            Storage.of(root, SampleScan.CONF),
            (method, file, request) -> {
              if (method.equals("read")) {
                before.reading(file);
              }
              return request.make();
            });
    return Catalog.read(hooked, new DatasetPaths(root));
  }

  private static String why(Catalog catalog, String id) {
    Catalog.Unreadable why = catalog.unreadable(id);
    assertNotNull(why);
    return why.why();
  }
}
