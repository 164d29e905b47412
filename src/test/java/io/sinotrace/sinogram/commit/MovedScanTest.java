package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan is moved from where it was staged to its place while it is read. */
class MovedScanTest {
  private static final SampleScan SCAN = new SampleScan(2);

  @TempDir java.nio.file.Path temp;

  /** In which step of a run the manifest is made. */
  private int manifest;

  private int datasets;

  @BeforeEach
  void findManifest() throws IOException {
    Path root = root("whole");
    SteppedStorage[] storage = new SteppedStorage[1];
    storage[0] =
        stepped(
            root,
            Integer.MAX_VALUE,
            step -> {
              if (step.contains("makes the only") && step.endsWith("scans/head.json")) {
                manifest = storage[0].steps();
              }
            });
    write(storage[0], root);
    assertTrue(manifest > 0);
  }

  private Path root(String name) {
    return new Path(temp.resolve(name).toUri());
  }

  private static SteppedStorage stepped(Path root, int last, SteppedStorage.Look look)
      throws IOException {
    return new SteppedStorage(Storage.of(root, SampleScan.CONF), last, look);
  }

  private static void write(Storage storage, Path root) throws IOException {
    try (SinogramDataset dataset = SinogramDataset.open(storage, root, said -> {})) {
      SCAN.write(dataset, "head");
    }
  }

  /** Makes a dataset whose run died when the scan was committed, before it was moved. */
  private Path committed() throws IOException {
    Path root = root("out-" + datasets++);
    try {
      write(stepped(root, manifest, step -> {}), root);
    } catch (SteppedStorage.Died e) {
      assertFalse(isMoved(root));
      return root;
    }
    throw new AssertionError("it did not die");
  }

  private boolean isMoved(Path root) {
    return Files.exists(temp.resolve(root.getName()).resolve("sinogram/scan=head"));
  }

  private void move(Path root) throws IOException {
    SinogramDataset.open(root.toString(), SampleScan.CONF, said -> {}).close();
    assertTrue(isMoved(root));
  }

  @Test
  void afterAFileWasOpened() throws IOException {
    Path root = committed();
    FinishedScan scan = CommittedScans.of(root, SampleScan.CONF).open("head");
    String file = scan.manifest().files().get(0).name();
    try (TileRows rows =
        scan.read(file, ValueColumn.LINE_INTEGRALS, new int[] {0}, new int[] {0, 1})) {
      move(root);
      assertTrue(rows.next());
      assertEquals(2, rows.pixels()[0]);
      assertTrue(rows.next());
      assertFalse(rows.next());
    }
  }

  @Test
  void afterItWasFoundAndBeforeItIsOpened() throws IOException {
    int looks = 0;
    for (boolean more = true; more; looks++) {
      Path root = committed();
      Storage hooked = afterLook(looks, root);
      FinishedScan.read(
          hooked,
          root,
          "head",
          SampleScan.CONF,
          scan -> {
            scan.verify();
            return SampleScan.read(scan);
          });
      more = isMoved(root);
    }
    // Of each of the two files and the views one to verify it and one to read it, at least.
    assertTrue(looks > 6, looks + " looks");
  }

  /** Returns a storage in which the scan is moved after something was looked for so many times. */
  private Storage afterLook(int number, Path root) throws IOException {
    Storage real = Storage.of(root, SampleScan.CONF);
    int[] looks = new int[1];
    return HookedStorage.of(
        real,
        (method, path, request) -> {
          Object result = request.make();
          if (result instanceof Entry && looks[0]++ == number) {
            move(root);
          }
          return result;
        });
  }
}
