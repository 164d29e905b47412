package io.sinotrace.volume.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5WriterTest {
  private static final VoxelGrid GRID = VoxelGrid.centred(4, 3, 2, new Vec3(0.5, 1.25, 2));

  private final Path folder;

  Hdf5WriterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Voxel (x, y, z) is 100 z + 10 y + x + 1/3. */
  private static Volume volume(VoxelGrid grid) {
    SlabVolume.Writer writer = SlabVolume.on(grid);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          writer.set(x, y, z, 100 * z + 10 * y + x + 1 / 3.0);
        }
      }
    }
    return writer.finish();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ct", "ct", "/scans/first/ct"})
  void readsBackToTheBit(String dataset) throws IOException {
    Path file = folder.resolve("ct.h5");
    Hdf5Writer.write(volume(GRID), dataset, file);
    try (HdfFile hdf = new HdfFile(file)) {
      Dataset data = hdf.getDatasetByPath(dataset);
      assertArrayEquals(new int[] {2, 3, 4}, data.getDimensions());
      float[][][] voxels = (float[][][]) data.getData();
      for (int z = 0; z < 2; z++) {
        for (int y = 0; y < 3; y++) {
          for (int x = 0; x < 4; x++) {
            assertEquals((float) (100 * z + 10 * y + x + 1 / 3.0), voxels[z][y][x]);
          }
        }
      }
      assertArrayEquals(
          new double[] {0.5, 1.25, 2}, (double[]) data.getAttribute("spacing").getData());
    }
  }

  @Test
  void sameVolumeGivesTheSameBytes() throws IOException {
    Path first = folder.resolve("first.h5");
    Path second = folder.resolve("second.h5");
    Hdf5Writer.write(volume(GRID), "/ct", first);
    Hdf5Writer.write(volume(GRID), "/ct", second);
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/ct/", "//ct", "/a/../ct", "/ /ct"})
  void pathsThatNameNothingAreRefused(String dataset) {
    InputException e =
        assertThrows(
            InputException.class,
            () -> Hdf5Writer.write(volume(GRID), dataset, folder.resolve("ct.h5")));
    assertEquals(
        "'" + dataset + "' cannot name an HDF5 dataset: expected a path such as /ct",
        e.getMessage());
  }

  @Test
  void turnedOrFlippedGridsAreRefused() {
    Affine flipped = Affine.ofRows(-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
    Affine turned = Affine.ofRows(0.8, -0.6, 0, 0, 0.6, 0.8, 0, 0, 0, 0, 1, 0);
    for (Affine affine : new Affine[] {flipped, turned}) {
      Volume volume = volume(new VoxelGrid(2, 2, 2, affine));
      assertThrows(
          InputException.class, () -> Hdf5Writer.write(volume, "/ct", folder.resolve("ct.h5")));
    }
  }
}
