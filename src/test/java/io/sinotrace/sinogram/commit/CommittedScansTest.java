package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Tile;
import io.sinotrace.sinogram.ValueColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans as several processes read them that were told of the same writing. */
class CommittedScansTest {
  private static final Configuration CONF = SampleScan.CONF;

  @TempDir Path temp;

  private org.apache.hadoop.fs.Path root() {
    return new org.apache.hadoop.fs.Path(temp.resolve("out").toUri());
  }

  private void write(int views, String id) throws IOException {
    try (SinogramDataset dataset = SinogramDataset.open(root().toString(), CONF, said -> {})) {
      new SampleScan(views, "file:/volumes/" + id + ".nii").write(dataset, id);
    }
  }

  private CommittedScans scans() throws IOException {
    return CommittedScans.of(root(), CONF);
  }

  @Test
  void aMarkerOrManifestsMakeADataset() throws IOException {
    assertFalse(CommittedScans.areAt(root(), CONF));
    Path out = Files.createDirectories(temp.resolve("out"));
    Files.writeString(out.resolve("scans"), "no directory");
    assertFalse(CommittedScans.areAt(root(), CONF));
    Files.delete(out.resolve("scans"));
    Files.createDirectories(out.resolve("scans"));
    assertTrue(CommittedScans.areAt(root(), CONF));
    assertEquals(List.of(), scans().ids());
    Files.delete(out.resolve("scans"));
    Files.writeString(out.resolve("_sinotrace.json"), "{}");
    assertTrue(CommittedScans.areAt(root(), CONF));
    assertEquals(List.of(), scans().ids());
  }

  @Test
  void aPartOfATileIsReadAndNoMore() throws IOException {
    write(3, "head");
    write(2, "foot");
    CommittedScans scans = scans();
    assertEquals(List.of("foot", "head"), scans.ids());
    FinishedScan scan = scans.open("head").version().open(CONF);
    assertNull(scan.damage());
    ScanManifest.File second = scan.manifest().files().get(1);
    assertEquals(List.of(new Tile(1, 2, 0, 2)), scan.tiles(second));
    scan.require(second.name());
    try (TileRows rows =
        scan.read(second.name(), ValueColumn.LINE_INTEGRALS, new int[] {1}, new int[] {1})) {
      assertTrue(rows.next());
      assertEquals(List.of(1, 1), List.of(rows.view(), rows.row()));
      assertArrayEquals(new float[] {3, 3, 3}, rows.pixels());
      assertFalse(rows.next());
    }
  }

  @Test
  void aFileThatLacksWhatItsTileSaysIsRefused() throws IOException {
    write(3, "head");
    FinishedScan scan = scans().open("head");
    String first = scan.manifest().files().get(0).name();
    try (TileRows rows =
        scan.read(first, ValueColumn.LINE_INTEGRALS, new int[] {0, 1}, new int[] {0, 1})) {
      assertTrue(rows.next());
      assertTrue(rows.next());
      String message = assertThrows(InputException.class, rows::next).getMessage();
      assertTrue(
          message.endsWith(first + " is not what the scan's manifest says; trace the scan again"),
          message);
    }
  }

  @Test
  void aScanThatIsReplacedIsNoLongerFound() throws IOException {
    write(3, "head");
    ScanVersion old = scans().open("head").version();
    FinishedScan opened = old.open(CONF);
    write(2, "head");
    assertThrows(ScanReplacedException.class, () -> old.open(CONF));
    String first = opened.manifest().files().get(0).name();
    assertThrows(
        ScanReplacedException.class,
        () -> opened.read(first, ValueColumn.LINE_INTEGRALS, new int[] {0}, new int[] {0}));
    assertThrows(ScanReplacedException.class, () -> opened.require(first));
    assertThrows(ScanReplacedException.class, opened::poses);
    assertEquals(2, scans().open("head").version().open(CONF).poses().size());
  }

  @Test
  void aScanWhoseListedManifestIsGoneIsOpenedAsItIsNow() throws IOException {
    write(3, "head");
    write(4, "foot");
    CommittedScans listed = scans();
    write(2, "head");
    // As prune does.
    Files.delete(temp.resolve("out/scans/head.json"));
    assertEquals(2, listed.open("head").views());
    assertEquals(4, listed.open("foot").views());
    // Where none is left there is none.
    Files.delete(temp.resolve("out/scans/foot.json"));
    assertThrows(ScanReplacedException.class, () -> listed.open("foot"));
  }
}
