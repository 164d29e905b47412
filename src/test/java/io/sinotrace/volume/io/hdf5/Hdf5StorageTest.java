package io.sinotrace.volume.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Datasets stored in every way that HDF5 knows. They were made with the reference library, which
 * also read them back, by make_hdf5_storage.py: voxel (x, y, z) is x + 10 y + 100 z.
 */
public class Hdf5StorageTest {
  @TempDir static Path folder = Path.of("");

  @BeforeAll
  static void unpack() throws IOException {
    String name = "hdf5-storage.zip";
    try (InputStream in = Objects.requireNonNull(Hdf5StorageTest.class.getResourceAsStream(name));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, folder.resolve(entry.getName()));
      }
    }
    Hdf5ReaderTest.resource(folder, "plugins.h5");
  }

  /**
   * By index, chunks, largest extent, filters, masks, and whether partial chunks are filtered; then
   * other layouts, types and axes; and filters that are plug-ins.
   */
  @ParameterizedTest
  @CsvSource({"earliest.h5, 53", "v110.h5, 325", "others.h5, 9", "plugins.h5, 14"})
  void everyWayToStoreADataset(String file, int count) {
    List<String> datasets = datasets(file);
    assertEquals(count, datasets.size());
    List<String> wrong = new ArrayList<>();
    for (String dataset : datasets) {
      try {
        check(dataset, load(file, dataset));
      } catch (RuntimeException | AssertionError e) {
        wrong.add(dataset + ": " + e.getMessage());
      }
    }
    assertEquals(List.of(), wrong);
  }

  /** Indexes in pages, and a deep tree. */
  @ParameterizedTest
  @CsvSource({"fixed", "extensible"})
  void manyChunks(String dataset) {
    Volume volume = load("many.h5", dataset);
    int written = 0;
    for (int k = 0; k < 150_000; k++) {
      int x = k % 60;
      int y = k / 60 % 50;
      int z = k / 3000;
      int expected = k % 2999 == 0 ? x + 10 * y + 100 * z : 7;
      assertEquals(expected, TestFiles.voxel(volume, x, y, z));
      written += k % 2999 == 0 ? 1 : 0;
    }
    assertEquals(51, written);
  }

  @Test
  void aDeepTree() {
    check("btree2", load("many.h5", "btree2"));
  }

  /** Sound files that are not supported are never called damaged. */
  @ParameterizedTest
  @CsvSource({
    "addresses.h5, addresses of 4 and lengths of 4 bytes",
    "virtual.h5, Virtual storage",
    "external.h5, External Data Files",
    "scaleoffset.h5, filter 6 (scaleoffset)",
    "layout5.h5, version = 5",
    "holes.h5, 'chunks that were never written, and no fill value'",
  })
  void saysWhatIsNotSupported(String file, String what) {
    String message = refusal(file);
    assertTrue(message.contains(what) && message.contains("h5repack"), message);
    assertFalse(message.contains("damaged"), message);
  }

  @Test
  void aWrongChecksumIsDamage() {
    String message = refusal("checksum.h5");
    assertTrue(message.contains("is damaged") && message.contains("checksum"), message);
  }

  private static String refusal(String file) {
    InputException e = assertThrows(InputException.class, () -> load(file, "v"));
    return e.getMessage();
  }

  private static void check(String dataset, Volume volume) {
    for (int z = 0; z < volume.grid().nz(); z++) {
      for (int y = 0; y < volume.grid().ny(); y++) {
        for (int x = 0; x < volume.grid().nx(); x++) {
          assertEquals(
              x + 10 * y + 100 * z,
              TestFiles.voxel(volume, x, y, z),
              () -> "a voxel of " + dataset);
        }
      }
    }
    assertTrue(volume.grid().voxels() >= 210);
  }

  private static List<String> datasets(String file) {
    try (HdfFile hdf = new HdfFile(folder.resolve(file))) {
      List<String> paths = new ArrayList<>();
      collect(hdf, paths);
      return paths;
    }
  }

  private static void collect(Group group, List<String> paths) {
    for (Node node : group) {
      if (node instanceof Group inner) {
        collect(inner, paths);
      } else if (node instanceof Dataset) {
        paths.add(node.getPath());
      }
    }
  }

  private static Volume load(String file, String dataset) {
    return VolumeLoader.load(
        TestFiles.source(
            folder.resolve(file).toString(),
            dataset,
            null,
            new Vec3(1, 1, 1),
            VoxelUnits.PER_MM,
            0.02,
            Placement.FILE),
        TestFiles.CONF);
  }
}
