package io.sinotrace.volume.io;

import static io.sinotrace.volume.io.Rejected.check;
import static io.sinotrace.volume.io.Rejected.load;
import static io.sinotrace.volume.io.Rejected.readGrid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.DensityScale;
import io.sinotrace.volume.LabelMap;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelMeaning;
import io.sinotrace.volume.io.TestFiles.Nifti;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Part;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes of materials by labels, and by densities in several files or datasets. */
class MaterialFilesTest {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final int INT16 = 4;
  private static final int FLOAT32 = 16;
  private static final VoxelMeaning LABELS =
      new LabelMap(
          new Channels(List.of("water", "bone"), List.of(0.2, 0.3)),
          new int[] {0, 1, 2},
          new double[][] {{0, 0.1, 0}, {0, 0, 0.185}});
  private static final VoxelMeaning WATER = new DensityScale("water", 0.2, 30);
  private static final VoxelMeaning BONE = new DensityScale("bone", 0.3, 30);

  private final Path folder;

  MaterialFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private VolumeSource source(String name, Part... parts) {
    return new VolumeSource(
        folder.resolve(name).toString(), null, null, Placement.FILE, List.of(parts));
  }

  private VolumeSource labels(String name) {
    return source(name, new Part(null, null, LABELS));
  }

  private VolumeSource densities() {
    return source("water.nii", new Part(null, null, WATER), new Part("bone.nii", null, BONE));
  }

  private void nifti(String name, Nifti header, byte[] voxels) {
    TestFiles.write(folder.resolve(name), header.bytes(), voxels);
  }

  private static float[] channel(Volume volume, int channel) {
    float[] slab = new float[volume.grid().nx() * volume.grid().ny()];
    volume.slab(channel, 0).get(0, slab);
    return slab;
  }

  private static Volume read(VolumeSource source) {
    return VolumeLoader.load(source, TestFiles.CONF);
  }

  @Test
  void aLabelIsTheDensityOfItsMaterial() {
    nifti("seg.nii", new Nifti(ORDER, INT16, 2, 2, 1), TestFiles.shorts(ORDER, 0, 1, 2, 1));
    nifti("float.nii", new Nifti(ORDER, FLOAT32, 2, 2, 1), TestFiles.floats(ORDER, 0, 1, 2, 1));
    for (String name : List.of("seg.nii", "float.nii")) {
      Volume volume = read(labels(name));
      assertEquals(2, volume.channels());
      assertArrayEquals(new float[] {0, 0.1f, 0, 0.1f}, channel(volume, 0));
      assertArrayEquals(new float[] {0, 0, 0.185f, 0}, channel(volume, 1));
    }
  }

  @Test
  void aWholeSlopeScalesLabels() {
    Nifti header = new Nifti(ORDER, INT16, 2, 1, 1).scaling(2, -2);
    nifti("seg.nii", header, TestFiles.shorts(ORDER, 1, 2));
    assertArrayEquals(new float[] {0, 0.185f}, channel(read(labels("seg.nii")), 1));
  }

  @Test
  void aSlopeThatMakesFractionsOfLabelsIsNotRoundedAway() {
    // As a float, 0.1 is 0.100000001490116...
    Nifti header = new Nifti(ORDER, INT16, 2, 1, 1).scaling(0.1f, 0);
    nifti("seg.nii", header, TestFiles.shorts(ORDER, 0, 10));
    check(
        assertThrows(InputException.class, () -> load(labels("seg.nii"))),
        "seg.nii: voxel (1, 0, 0) is 1.0000000149011612: expected a label of the table: 0, 1, 2");
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "-1, -1",
    "1.5, 1.5",
    "NaN, NaN",
    "Infinity, Infinity",
    "1e30, 1.0000000150474662E30"
  })
  void aVoxelWithoutALineIsNamed(float value, String shown) {
    float[] voxels = new float[3 * 4 * 2];
    voxels[(1 * 4 + 2) * 3 + 1] = value;
    voxels[23] = 99;
    nifti("seg.nii", new Nifti(ORDER, FLOAT32, 3, 4, 2), TestFiles.floats(ORDER, voxels));
    check(
        assertThrows(InputException.class, () -> load(labels("seg.nii"))),
        "seg.nii: voxel (1, 2, 1) is %s: expected a label of the table: 0, 1, 2".formatted(shown));
  }

  @ParameterizedTest
  @EnumSource(AxisOrder.class)
  void aVoxelOfAnArrayIsNamedByItsPlaceInTheWorld(AxisOrder axes) {
    boolean zyx = axes == AxisOrder.ZYX;
    float[] voxels = new float[24];
    voxels[zyx ? (1 * 3 + 2) * 4 + 3 : (3 * 3 + 2) * 2 + 1] = 5;
    byte[] data = TestFiles.floats(ORDER, voxels);
    TestFiles.write(
        folder.resolve("seg.npy"),
        TestFiles.npy(1, "<f4", false, zyx ? "(2, 3, 4)" : "(4, 3, 2)", data));
    VolumeSource source =
        new VolumeSource(
            folder.resolve("seg.npy").toString(),
            axes,
            new Vec3(1, 1, 1),
            Placement.FILE,
            List.of(new Part(null, null, LABELS)));
    check(
        assertThrows(InputException.class, () -> load(source)), "seg.npy: voxel (3, 2, 1) is 5: ");
  }

  @Test
  void densitiesHaveTheBitsOfLabels() {
    nifti("seg.nii", new Nifti(ORDER, INT16, 4, 1, 1), TestFiles.shorts(ORDER, 0, 1, 2, 1));
    nifti("water.nii", new Nifti(ORDER, INT16, 4, 1, 1), TestFiles.shorts(ORDER, 0, 1, 0, 1));
    // 1.85, which no float is.
    Nifti scaled = new Nifti(ORDER, 64, 4, 1, 1);
    byte[] bone = new byte[32];
    ByteBuffer.wrap(bone).order(ORDER).putDouble(16, 1.85);
    nifti("bone.nii", scaled, bone);
    Volume labels = read(labels("seg.nii"));
    Volume densities = read(densities());
    assertEquals(labels.grid(), densities.grid());
    assertEquals(2, densities.channels());
    for (int k = 0; k < 2; k++) {
      assertArrayEquals(channel(labels, k), channel(densities, k));
    }
  }

  @Test
  void datasetsOfOneFileAreMaterials() {
    double[] spacing = {1, 2, 3};
    try (WritableHdfFile hdf = HdfFile.write(folder.resolve("case.h5"))) {
      hdf.putDataset("water", new float[][][] {{{1, 0}}}).putAttribute("spacing", spacing);
      hdf.putDataset("bone", new float[][][] {{{0, 2}}}).putAttribute("spacing", spacing);
      hdf.putDataset("lung", new float[][][] {{{0, 2, 0}}}).putAttribute("spacing", spacing);
    }
    Part water = new Part(null, "/water", WATER);
    Volume volume = read(source("case.h5", water, new Part(null, "/bone", BONE)));
    assertArrayEquals(new float[] {0.1f, 0}, channel(volume, 0));
    assertArrayEquals(new float[] {0, 0.2f}, channel(volume, 1));
    VolumeSource other = source("case.h5", water, new Part(null, "/lung", BONE));
    Rejected.fails(
        other,
        "case.h5 /lung and case.h5 /water have 3 x 1 x 1 and 2 x 1 x 1 voxels: expected one grid");
    assertEquals(1, InputState.of(other, TestFiles.CONF).files().size());
  }

  @Test
  void gridsHaveToBeEqual() {
    byte[] four = TestFiles.shorts(ORDER, 0, 1, 0, 1);
    nifti("water.nii", new Nifti(ORDER, INT16, 4, 1, 1), four);
    nifti("bone.nii", new Nifti(ORDER, INT16, 2, 2, 1), four);
    Rejected.fails(
        densities(),
        "bone.nii: bone.nii and water.nii have 2 x 2 x 1 and 4 x 1 x 1 voxels: expected one grid");
    nifti("bone.nii", new Nifti(ORDER, INT16, 4, 1, 1).pixdim(1, 1, 1, 1.25), four);
    Rejected.fails(
        densities(), "bone.nii: bone.nii and water.nii have different affines: expected one grid");
  }

  @ParameterizedTest
  @CsvSource({"-0.001, -0.0010000000474974513", "31, 31", "NaN, NaN"})
  void aNumberThatIsNoDensityIsNamed(float value, String shown) {
    nifti("water.nii", new Nifti(ORDER, INT16, 2, 1, 1), TestFiles.shorts(ORDER, 0, 1));
    nifti("bone.nii", new Nifti(ORDER, FLOAT32, 2, 1, 1), TestFiles.floats(ORDER, 0, value));
    readGrid(densities());
    check(
        assertThrows(InputException.class, () -> load(densities())),
        "bone.nii: voxel (1, 0, 0) is %s: expected a density of bone from 0 to 30 g/cm^3"
            .formatted(shown));
  }

  @Test
  void aMissingPartIsNamed() {
    nifti("water.nii", new Nifti(ORDER, INT16, 2, 1, 1), TestFiles.shorts(ORDER, 0, 1));
    Rejected.fails(densities(), "bone.nii: no such file");
    assertThrows(InputException.class, () -> InputState.of(densities(), TestFiles.CONF));
  }

  @Test
  void theStateIsThatOfAllFiles() throws Exception {
    byte[] voxels = TestFiles.shorts(ORDER, 0, 1);
    for (String name : List.of("water", "bone")) {
      mhd(name);
      TestFiles.write(folder.resolve(name + ".raw"), voxels);
    }
    VolumeSource source =
        source("water.mhd", new Part(null, null, WATER), new Part("bone.mhd", null, BONE));
    InputState state = InputState.of(source, TestFiles.CONF);
    assertEquals(
        List.of("water.mhd", "water.raw", "bone.mhd", "bone.raw"),
        VolumeLoader.loadHashed(source, TestFiles.CONF).inputs().stream()
            .map(InputFile::name)
            .toList());
    assertEquals(state, InputState.of(source, TestFiles.CONF));
    TestFiles.write(folder.resolve("bone.raw"), voxels, voxels);
    assertNotEquals(state, InputState.of(source, TestFiles.CONF));
  }

  private void mhd(String name) throws Exception {
    Files.writeString(
        folder.resolve(name + ".mhd"),
        """
        NDims = 3
        DimSize = 2 1 1
        ElementSpacing = 1 1 1
        ElementType = MET_SHORT
        ElementDataFile = %s.raw
        """
            .formatted(name));
  }
}
