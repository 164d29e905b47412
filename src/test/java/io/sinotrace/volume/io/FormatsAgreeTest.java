package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Part;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One volume without any symmetry, 5 x 4 x 3 voxels of 1.5 x 2 x 2.5 mm, written in every format:
 * the same grid and the same bits come back.
 */
class FormatsAgreeTest {
  private static final int NX = 5;
  private static final int NY = 4;
  private static final int NZ = 3;
  private static final Vec3 SPACING = new Vec3(1.5, 2, 2.5);

  private final Path folder;

  private final float[] xFastest = new float[NX * NY * NZ];
  private final float[] zFastest = new float[NX * NY * NZ];
  private final float[][][] zyx = new float[NZ][NY][NX];
  private final float[][][] xyz = new float[NX][NY][NZ];

  FormatsAgreeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Hounsfield numbers with fractions, so that the conversion to mu has something to round. */
  @BeforeEach
  void fill() {
    for (int z = 0; z < NZ; z++) {
      for (int y = 0; y < NY; y++) {
        for (int x = 0; x < NX; x++) {
          float value = -900.3f + 1.7f * x + 31.1f * y * y + 200.9f * z;
          xFastest[(z * NY + y) * NX + x] = value;
          zFastest[(x * NY + y) * NZ + z] = value;
          zyx[z][y][x] = value;
          xyz[x][y][z] = value;
        }
      }
    }
  }

  @Test
  void niftiOfBothByteOrders() {
    byte[] little = nifti(ByteOrder.LITTLE_ENDIAN);
    byte[] big = nifti(ByteOrder.BIG_ENDIAN);
    check("little.nii", source("little.nii"), little, floats(ByteOrder.LITTLE_ENDIAN, xFastest));
    check("big.nii", source("big.nii"), big, floats(ByteOrder.BIG_ENDIAN, xFastest));
    byte[] packed = TestFiles.gzip(little, floats(ByteOrder.LITTLE_ENDIAN, xFastest));
    check("packed.nii.gz", source("packed.nii.gz"), packed);
    check("SHOUTED.NII.GZ", source("SHOUTED.NII.GZ"), packed);
  }

  @Test
  void metaImageInOneFileAndInTwo() {
    byte[] data = floats(ByteOrder.LITTLE_ENDIAN, xFastest);
    check("local.mha", source("local.mha"), TestFiles.ascii(meta("False", "LOCAL")), data);
    TestFiles.write(folder.resolve("voxels and more.raw"), data);
    byte[] header = TestFiles.ascii(meta("False", "voxels and more.raw"));
    check("split.mhd", source("split.mhd"), header);
    byte[] packed = TestFiles.zlib(data);
    check("packed.mha", source("packed.mha"), TestFiles.ascii(meta("True", "LOCAL")), packed);
    TestFiles.write(folder.resolve("packed.zraw"), packed);
    check("packed.mhd", source("packed.mhd"), TestFiles.ascii(meta("True", "packed.zraw")));
  }

  @Test
  void numpyInBothOrdersOfAxesAndOfMemory() {
    byte[] x = floats(ByteOrder.LITTLE_ENDIAN, xFastest);
    byte[] z = floats(ByteOrder.LITTLE_ENDIAN, zFastest);
    String name = "a.npy";
    check(name, array(name, null, SPACING), TestFiles.npy(1, "<f4", false, "(3, 4, 5)", x));
    check(name, array(name, AxisOrder.ZYX, SPACING), TestFiles.npy(2, "<f4", true, "(3, 4, 5)", z));
    check(
        name, array(name, AxisOrder.XYZ, SPACING), TestFiles.npy(3, "<f4", false, "(5, 4, 3)", z));
    check(name, array(name, AxisOrder.XYZ, SPACING), TestFiles.npy(1, "<f4", true, "(5, 4, 3)", x));
    check(
        name,
        array(name, null, SPACING),
        TestFiles.npy(1, ">f4", false, "(3, 4, 5)", floats(ByteOrder.BIG_ENDIAN, xFastest)));
  }

  @Test
  void hdf5InBothOrdersOfAxesWholeAndInChunks() {
    try (WritableHdfFile hdf = HdfFile.write(folder.resolve("a.h5"))) {
      hdf.putDataset("zyx", zyx);
      hdf.putDataset("xyz", xyz).putAttribute("spacing", new double[] {1.5, 2, 2.5});
      DatasetCreationOptions chunked =
          DatasetCreationOptions.builder().chunkDimensions(2, 3, 2).shuffle().deflate().build();
      hdf.putGroup("in").putDataset("chunks", zyx, chunked);
    }
    check(hdf5("zyx", null, SPACING));
    check(hdf5("/zyx", AxisOrder.ZYX, SPACING));
    check(hdf5("xyz", AxisOrder.XYZ, null));
    check(hdf5("/in/chunks", null, SPACING));
  }

  private byte[] nifti(ByteOrder order) {
    return new TestFiles.Nifti(order, 16, NX, NY, NZ)
        .sform(1.5, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2.5, 0)
        .bytes();
  }

  /** In MetaImage's LPS world, axes along RAS+ x and y point backwards. */
  private static String meta(String compressed, String file) {
    return """
        ObjectType = Image
        NDims = 3
        BinaryData = True
        CompressedData = %s
        TransformMatrix = -1 0 0 0 -1 0 0 0 1
        Offset = 0 0 0
        AnatomicalOrientation = LPI
        ElementSpacing = 1.5 2 2.5
        DimSize = 5 4 3
        ElementType = MET_FLOAT
        ElementDataFile = %s
        """
        .formatted(compressed, file);
  }

  private static byte[] floats(ByteOrder order, float[] values) {
    return TestFiles.floats(order, values);
  }

  private VolumeSource source(String name) {
    return TestFiles.source(
        folder.resolve(name).toString(),
        null,
        null,
        null,
        VoxelUnits.HOUNSFIELD,
        0.0206,
        Placement.FILE);
  }

  private VolumeSource array(String name, @Nullable AxisOrder axes, @Nullable Vec3 spacing) {
    VolumeSource s = source(name);
    return new VolumeSource(s.uri(), axes, spacing, s.placement(), s.parts());
  }

  private VolumeSource hdf5(String dataset, @Nullable AxisOrder axes, @Nullable Vec3 spacing) {
    VolumeSource s = array("a.h5", axes, spacing);
    List<Part> parts = List.of(new Part(null, dataset, s.parts().get(0).meaning()));
    return new VolumeSource(s.uri(), axes, spacing, s.placement(), parts);
  }

  private void check(String name, VolumeSource source, byte[]... content) {
    TestFiles.write(folder.resolve(name), content);
    check(source);
  }

  private void check(VolumeSource source) {
    VoxelGrid expected =
        new VoxelGrid(NX, NY, NZ, Affine.ofRows(1.5, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2.5, 0));
    assertEquals(expected, VolumeLoader.readGrid(source, TestFiles.CONF));
    Volume volume = VolumeLoader.load(source, TestFiles.CONF);
    assertEquals(expected, volume.grid());
    float[] mu = new float[xFastest.length];
    for (int i = 0; i < mu.length; i++) {
      mu[i] = (float) (0.0206 * (1 + (double) xFastest[i] / 1000));
    }
    assertArrayEquals(mu, TestFiles.all(volume), 0f);

    VolumeSource centred =
        new VolumeSource(
            source.uri(), source.axes(), source.spacing(), Placement.ISOCENTER, source.parts());
    // Half of 4 steps of 1.5, 3 steps of 2 and 2 steps of 2.5 mm.
    VoxelGrid inMiddle =
        new VoxelGrid(NX, NY, NZ, Affine.ofRows(1.5, 0, 0, -3, 0, 2, 0, -3, 0, 0, 2.5, -2.5));
    assertEquals(inMiddle, VolumeLoader.load(centred, TestFiles.CONF).grid());
  }
}
