package io.sinotrace.volume.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.FarFileSystem;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** structures.h5 and latest.h5 are made by make_hdf5.py, with the reference library. */
public class Hdf5ReaderTest {
  private static final Vec3 SPACING = new Vec3(1.5, 2, 2.5);

  private final Path folder;

  Hdf5ReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/scans/ct",
        "scans/ct",
        "/scans/again/again/ct",
        "/absolute",
        "/scans/relative",
        "/scans/u1",
        "/scans/i1",
        "/scans/u2",
        "/scans/u4",
        "/scans/i4",
        "/scans/i8",
        "/scans/f2",
        "/scans/f4",
        "/scans/f8"
      })
  void everyTypeAndEveryWayThere(String dataset) throws IOException {
    Volume volume = load(source(resource("structures.h5"), dataset, null, SPACING));
    // int8 ends at 127: 100 and 101 fit, and so do 110 and 111.
    assertArrayEquals(new float[] {0, 1, 10, 11, 100, 101, 110, 111}, TestFiles.all(volume), 0f);
  }

  @Test
  void unsignedLongs() throws IOException {
    Volume volume = load(source(resource("structures.h5"), "/scans/u8", null, SPACING));
    assertEquals(0x1p64f, TestFiles.voxel(volume, 1, 1, 1));
    assertEquals(110f, TestFiles.voxel(volume, 0, 1, 1));
  }

  @Test
  void spacingComesFromTheDescriptionOrElseFromTheAttribute() throws IOException {
    Path file = resource("structures.h5");
    assertEquals(new Vec3(0.5, 1, 2), load(source(file, "/scans/ct", null, null)).grid().spacing());
    assertEquals(SPACING, load(source(file, "/scans/ct", null, SPACING)).grid().spacing());
  }

  @Test
  void compressedChunksOfANewerLayout() throws IOException {
    Volume volume = load(source(resource("latest.h5"), "ct", null, null));
    assertEquals(new Vec3(1, 2, 3), volume.grid().spacing());
    for (int z = 0; z < 5; z++) {
      for (int y = 0; y < 6; y++) {
        for (int x = 0; x < 7; x++) {
          assertEquals(x + 10 * y + 100 * z, TestFiles.voxel(volume, x, y, z));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"hole-zero, 0", "hole-air, -1000"})
  void chunksNeverWrittenAreTheFillValue(String dataset, float fill) throws IOException {
    Volume volume = load(source(resource("structures.h5"), dataset, null, SPACING));
    assertEquals(7f, TestFiles.voxel(volume, 1, 1, 1));
    assertEquals(fill, TestFiles.voxel(volume, 2, 1, 1));
    assertEquals(fill, TestFiles.voxel(volume, 3, 3, 3));
  }

  /** And what can be no volume, beside it, leaves no choice. */
  @Test
  void theOnlyDatasetNeedsNoName() throws IOException {
    Volume latest = load(source(resource("latest.h5"), null, null, null));
    assertEquals(456f, TestFiles.voxel(latest, 6, 5, 4));
    Path file = folder.resolve("one.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("angles", new double[] {0, 90});
      hdf.putDataset("flat", new float[2][3]);
      hdf.putGroup("scan").putDataset("ct", new int[][][] {{{1, 2}}});
    }
    assertEquals(2f, TestFiles.voxel(load(source(file, null, null, SPACING)), 1, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"ZYX, 4.5, 2, 5", "XYZ, 3, 2, 7.5"})
  void aVoxelLiesAtItsIndexTimesTheSpacing(AxisOrder axes, double x, double y, double z) {
    // [2][1][3]: z = 2, y = 1, x = 3, or the other way about.
    int[][][] voxels = new int[3][4][5];
    voxels[2][1][3] = 100;
    Path file = folder.resolve("a.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("ct", voxels);
    }
    Volume volume = load(source(file, "ct", axes, SPACING));
    Vec3 index = axes == AxisOrder.ZYX ? new Vec3(3, 1, 2) : new Vec3(2, 1, 3);
    assertEquals(100f, TestFiles.voxel(volume, (int) index.x(), (int) index.y(), (int) index.z()));
    assertEquals(new Vec3(x, y, z), volume.grid().indexToWorld().point(index));
  }

  /** Several chunks along each axis, the last of which reaches beyond the dataset. */
  @ParameterizedTest
  @CsvSource({"false, ZYX", "true, ZYX", "true, XYZ"})
  void manyVoxels(boolean chunked, AxisOrder axes) {
    short[][][] voxels = new short[70][190][210];
    for (int z = 0; z < 70; z++) {
      for (int y = 0; y < 190; y++) {
        for (int x = 0; x < 210; x++) {
          voxels[z][y][x] = (short) (z * 331 + y * 17 + x);
        }
      }
    }
    Path file = folder.resolve("a.h5");
    DatasetCreationOptions options =
        chunked
            ? DatasetCreationOptions.builder().chunkDimensions(64, 64, 64).deflate(1).build()
            : DatasetCreationOptions.DEFAULT;
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("ct", voxels, options);
    }
    Volume volume = load(source(file, "ct", axes, SPACING));
    boolean zyx = axes == AxisOrder.ZYX;
    for (int a = 0; a < 70; a++) {
      for (int b = 0; b < 190; b++) {
        for (int c = 0; c < 210; c++) {
          float voxel = TestFiles.voxel(volume, zyx ? c : a, b, zyx ? a : c);
          assertEquals(voxels[a][b][c], voxel);
        }
      }
    }
  }

  @Test
  void aFileElsewhereIsCopiedAndTheCopyGoes() throws IOException {
    Path file = resource("latest.h5");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Configuration conf = new Configuration(false);
    conf.set("fs.far.impl", FarFileSystem.class.getName());
    VolumeSource good = source("far://" + file, "ct", null, null);
    VolumeSource bad = source("far://" + file, "nothing", null, null);
    Path broken = TestFiles.write(folder.resolve("broken.h5"), new byte[100]);
    VolumeSource noHdf5 = source("far://" + broken, "ct", null, null);
    Path flaky = Files.copy(file, folder.resolve("flaky.h5"));
    VolumeSource cut = source("far://" + flaky, "ct", null, null);
    String before = System.setProperty("java.io.tmpdir", temporary.toString());
    try {
      assertEquals(7, VolumeLoader.readGrid(good, conf).nx());
      assertEquals(456f, TestFiles.voxel(VolumeLoader.load(good, conf), 6, 5, 4));
      assertThrows(InputException.class, () -> VolumeLoader.load(bad, conf));
      assertThrows(InputException.class, () -> VolumeLoader.load(noHdf5, conf));
      // Not the file's fault: trying again may help.
      UncheckedIOException e =
          assertThrows(UncheckedIOException.class, () -> VolumeLoader.load(cut, conf));
      assertEquals(
          "far://" + flaky + ": cannot be copied to a temporary file: connection reset",
          e.getMessage());
    } finally {
      System.setProperty("java.io.tmpdir", Objects.requireNonNull(before));
    }
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
      files.forEach(left::add);
    }
    assertEquals(List.of(), left);
  }

  private Path resource(String name) throws IOException {
    return resource(folder, name);
  }

  public static Path resource(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Objects.requireNonNull(Hdf5ReaderTest.class.getResourceAsStream(name))) {
      Files.copy(in, file);
    }
    return file;
  }

  private static VolumeSource source(
      Object file, @Nullable String dataset, @Nullable AxisOrder axes, @Nullable Vec3 spacing) {
    return TestFiles.source(
        file.toString(), dataset, axes, spacing, VoxelUnits.PER_MM, 0.02, Placement.FILE);
  }

  private static Volume load(VolumeSource source) {
    return VolumeLoader.load(source, TestFiles.CONF);
  }
}
