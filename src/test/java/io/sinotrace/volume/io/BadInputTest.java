package io.sinotrace.volume.io;

import static io.sinotrace.volume.io.Rejected.check;
import static io.sinotrace.volume.io.Rejected.fails;
import static io.sinotrace.volume.io.Rejected.load;
import static io.sinotrace.volume.io.Rejected.readGrid;
import static io.sinotrace.volume.io.Rejected.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.TestFiles.Nifti;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files and keys that cannot be used: each ends in one line that says what, where and why. Those of
 * HDF5 are in BadHdf5Test.
 */
class BadInputTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final Vec3 SPACING = new Vec3(1, 1, 1);

  private final Path folder;

  BadInputTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A file, whether its header alone shows the fault, and words of the message. */
  private record Bad(String name, byte[] content, boolean atHeader, String... words) {
    @Override
    public String toString() {
      return name + ": " + String.join(" ", words);
    }
  }

  private static Bad bad(String name, byte[] content, String... words) {
    return new Bad(name, content, true, words);
  }

  private static Bad badVoxels(String name, byte[] content, String... words) {
    return new Bad(name, content, false, words);
  }

  static List<Bad> niftiFiles() {
    byte[] good = nifti().bytes();
    byte[] voxels = new byte[120];
    byte[] whole = join(good, voxels);
    byte[] packed = TestFiles.gzip(whole);
    byte[] noise = new byte[120];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (i * i * 37);
    }
    byte[] noisy = TestFiles.gzip(join(good, noise));
    byte[] flipped = noisy.clone();
    flipped[flipped.length - 20] ^= 0x10;
    byte[] wrongSum = packed.clone();
    wrongSum[wrongSum.length - 6] ^= 1;
    return List.of(
        bad("a.nii", join(header(h -> h.header.putInt(0, 349)), voxels), "is not NIfTI", "348"),
        bad(
            "a.nii",
            join(header(h -> h.header.putInt(0, 540)), new byte[540]),
            "magic",
            "expected n+2 or ni2 of NIfTI-2"),
        bad("a.nii", join(header(h -> h.header.putInt(0, 540)), voxels), "bytes", "header of 540"),
        bad(
            "a.nii",
            join(
                header(h -> h.header.putInt(0, 540).put(4, TestFiles.ascii("n+2\0\n\032\n\n"))),
                new byte[540]),
            "transferred as text"),
        bad("a.nii", packed, "is gzipped", "end in .gz"),
        bad("a.nii", Arrays.copyOf(good, 300), "300 bytes", "header of 348"),
        bad("a.nii", join(header(h -> h.header.put(346, (byte) '2')), voxels), "magic 'n+2"),
        bad(
            "a.nii",
            join(header(h -> h.header.put(344, TestFiles.ascii("ni1\0"))), voxels),
            "is the header of a pair",
            "ends in .hdr"),
        bad("a.nii", join(header(h -> h.header.putShort(40, (short) 2)), voxels), "dim[0] is 2"),
        bad("a.nii", join(header(h -> h.header.putShort(44, (short) 0)), voxels), "dim[2] is 0"),
        bad("a.nii", join(header(h -> h.header.putShort(44, (short) -4)), voxels), "dim[2] is -4"),
        bad(
            "a.nii",
            join(new Nifti(LITTLE, 4, 5, 4, 3, 7).bytes(), new byte[840]),
            "dim[4] is 7",
            "one volume"),
        bad("a.nii", join(new Nifti(LITTLE, 128, 5, 4, 3).bytes(), voxels), "datatype 128 (rgb24)"),
        bad("a.nii", join(new Nifti(LITTLE, 32, 5, 4, 3).bytes(), voxels), "32 (complex64)"),
        bad("a.nii", join(new Nifti(LITTLE, 5, 5, 4, 3).bytes(), voxels), "datatype 5", "float32"),
        bad("a.nii", join(header(h -> h.floats(108, 300)), voxels), "vox_offset is 300.0", "352"),
        bad("a.nii", join(header(h -> h.floats(108, Double.NaN)), voxels), "vox_offset is NaN"),
        bad(
            "a.nii",
            join(header(h -> h.floats(108, 1e15)), voxels),
            "120 bytes from byte 999",
            "472"),
        bad(
            "a.nii",
            join(header(h -> h.scaling(Double.POSITIVE_INFINITY, 0)), voxels),
            "scl_slope Infinity",
            "finite"),
        bad("a.nii", join(header(h -> h.scaling(1, Double.NaN)), voxels), "scl_inter NaN"),
        bad("a.nii", join(header(h -> h.pixdim(1, 1, 0, 1)), voxels), "pixdim[2] is 0.0"),
        bad("a.nii", join(header(h -> h.units(4)), voxels), "xyzt_units has 4"),
        bad(
            "a.nii",
            join(header(h -> h.sform(1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0)), voxels),
            "its sform (srow_x, srow_y, srow_z; sform_code 1) cannot be inverted",
            "no qform (qform_code 0)"),
        bad(
            "a.nii",
            join(header(h -> h.sform(1, 0, 0, Double.NaN, 0, 1, 0, 0, 0, 0, 1, 0)), voxels),
            "its sform",
            "no qform (qform_code 0)"),
        bad(
            "a.nii",
            join(header(h -> h.qform(Double.NaN, 0, 0, 0, 0, 0)), voxels),
            "its qform (quatern_b, _c, _d, qoffset_x, _y, _z; qform_code 1) cannot be inverted"),
        bad(
            "a.nii",
            join(header(h -> h.sform(new double[12]).qform(0, 0, 0, Double.NaN, 0, 0)), voxels),
            "its qform",
            "nor can its sform"),
        bad("a.nii", Arrays.copyOf(whole, 471), "5 x 4 x 3 voxels of 2 bytes", "has 471"),
        bad("a.nii.gz", whole, "is not a gzip file"),
        bad("a.nii.gz", Arrays.copyOf(packed, 12), "within its header", "truncated"),
        badVoxels(
            "a.nii.gz",
            Arrays.copyOf(noisy, noisy.length - 40),
            "before the last voxel",
            "truncated"),
        badVoxels("a.nii.gz", flipped, "compressed data are damaged"),
        badVoxels("a.nii.gz", wrongSum, "compressed data are damaged"),
        bad(
            "a.nii.gz",
            TestFiles.gzip(new Nifti(LITTLE, 4, 10_000, 10_000, 10_000).bytes()),
            "10000 x 10000 x 10000 voxels",
            "compressed bytes can hold"),
        badVoxels("a.nii", floatVoxels(Float.NaN), "voxel (3, 1, 2) is NaN", "finite"),
        badVoxels("a.nii", floatVoxels(Float.NEGATIVE_INFINITY), "(3, 1, 2) is -Infinity"),
        badVoxels("a.nii", floatVoxels(0x1p97f), "(3, 1, 2)", "at most 2^96"),
        bad(
            "none.hdr",
            header(h -> h.header.put(344, TestFiles.ascii("ni1\0"))),
            "none.img: no such file"),
        bad("a.img", whole, "voxels of a pair", ".hdr"),
        bad(
            "a.doc",
            whole,
            "unknown format",
            ".nii, .nii.gz, .hdr, .hdr.gz, .mha, .mhd, .nrrd, .nhdr, .npy, .h5, .hdf5, .tif,"
                + " .tiff, .vti, .dcm, .ima"),
        bad("nii", whole, "unknown format"));
  }

  static List<Bad> metaImageFiles() {
    byte[] data = new byte[60];
    List<Bad> all = new ArrayList<>();
    all.add(bad("a.mha", data, "line 1", "expected Key = Value of a MetaImage header"));
    all.add(bad("a.mha", new byte[100_000], "is not MetaImage", "ElementDataFile"));
    all.add(bad("a.mha", meta("Hello\n"), "line 2: 'Hello'", "Key = Value"));
    all.add(bad("a.mha", meta("NDims = 3\n"), "line 3: NDims is already set in line 2"));
    all.add(bad("a.mha", change("NDims = 3", "NDims = 2"), "line 2: NDims = 2: expected 3"));
    all.add(bad("a.mha", change("NDims = 3", "NDims = 4"), "DimSize = 5 4 3: expected 4 numbers"));
    all.add(bad("a.mha", change("NDims = 3", "NDims = 99"), "NDims = 99: expected 3"));
    String four =
        new String(meta(""), ISO)
            .replace("NDims = 3", "NDims = 4")
            .replace("5 4 3", "5 4 3 2")
            .replace("1 1 1", "1 1 1 1");
    all.add(bad("a.mha", TestFiles.ascii(four), "DimSize = 5 4 3 2: expected one volume"));
    all.add(bad("a.mha", change("NDims = 3\n", ""), "no line 'NDims"));
    all.add(bad("a.mha", change("5 4 3", "5 4"), "DimSize = 5 4: expected 3 numbers"));
    all.add(bad("a.mha", change("5 4 3", "5 4 0"), "DimSize = 5 4 0", "at least 1"));
    all.add(bad("a.mha", change("5 4 3", "5 4.5 3"), "DimSize", "whole numbers"));
    all.add(bad("a.mha", change("5 4 3", "99999 1 1"), "each axis may have at most 32768"));
    all.add(bad("a.mha", change("= 1 1 1", "= 1 -1 1"), "ElementSpacing = 1 -1 1", "above 0"));
    all.add(bad("a.mha", change("= 1 1 1", "= 1 x 1"), "ElementSpacing = 1 x 1"));
    all.add(bad("a.mha", change("ElementSpacing = 1 1 1\n", ""), "no line 'ElementSpacing"));
    all.add(bad("a.mha", change("MET_UCHAR", "MET_STRING"), "ElementType = MET_STRING"));
    all.add(bad("a.mha", meta("Offset = 1 2\n"), "Offset = 1 2: expected 3 numbers"));
    all.add(bad("a.mha", meta("Rotation = 1 0 0\n"), "Rotation = 1 0 0: expected 9 numbers"));
    all.add(
        bad("a.mha", meta("TransformMatrix = 1 0 0 1 0 0 0 0 1\n"), "affine cannot be inverted"));
    all.add(bad("a.mha", meta("BinaryData = False\n"), "BinaryData = False: expected True"));
    all.add(bad("a.mha", meta("ElementNumberOfChannels = 3\n"), "Channels = 3: expected 1"));
    all.add(bad("a.mha", meta("ElementToIntensityFunctionSlope = 2\n"), "Slope = 2: expected 1"));
    all.add(bad("a.mha", meta("CompressedData = maybe\n"), "expected True or False"));
    all.add(bad("a.mha", meta("HeaderSize = -2\n"), "HeaderSize = -2"));
    all.add(bad("a.mha", meta("HeaderSize = ten\n"), "HeaderSize = ten: expected a whole number"));
    all.add(
        bad("a.mha", meta("CompressedData = True\nHeaderSize = -1\n"), "HeaderSize", "compressed"));
    all.add(bad("a.mha", join(meta(""), new byte[59]), "60 bytes from byte", "truncated"));
    byte[] packed = TestFiles.zlib(data);
    byte[] header = meta("CompressedData = True\n");
    all.add(badVoxels("a.mha", join(header, data), "compressed data are damaged"));
    all.add(
        badVoxels("a.mha", join(header, Arrays.copyOf(packed, packed.length - 5)), "truncated"));
    all.add(
        bad(
            "a.mha",
            join(TestFiles.ascii(new String(header, ISO).replace("5 4 3", "999 999 999")), packed),
            "compressed bytes can hold"));
    for (String outside :
        List.of("../v.raw", "/etc/hosts", "..", "a\\b.raw", "http:v.raw", "sub/v.raw", "")) {
      all.add(
          bad(
              "a.mhd",
              change("LOCAL", outside),
              "ElementDataFile = " + outside,
              "header's own folder"));
    }
    all.add(bad("a.mhd", change("LOCAL", "LIST 2"), "lists of files are not supported"));
    all.add(bad("a.mhd", change("LOCAL", "v%03d.raw 1 3 1"), "patterns are not supported"));
    all.add(bad("a.mhd", change("LOCAL", "none.raw"), "none.raw: no such file"));
    all.add(bad("a.mhd", change("LOCAL", "more.raw"), "has 61 bytes", "a.mhd describes 60"));
    return all;
  }

  private static final Charset ISO = StandardCharsets.ISO_8859_1;

  static List<Bad> numpyFiles() {
    byte[] data = new byte[60];
    byte[] good = TestFiles.npy(1, "|u1", false, "(3, 4, 5)", data);
    byte[] version = good.clone();
    version[6] = 4;
    byte[] length = TestFiles.npy(2, "|u1", false, "(3, 4, 5)", data);
    length[11] = (byte) 0xff;
    return List.of(
        bad("a.npy", data, "is not .npy", "NUMPY"),
        bad("a.npy", version, ".npy version 4.0"),
        bad("a.npy", length, "claims a .npy header of", "within the file"),
        bad("a.npy", Arrays.copyOf(good, 40), "claims a .npy header"),
        bad("a.npy", TestFiles.npy(1, "{'descr': '|u1'}", data), "a dictionary of descr"),
        bad("a.npy", TestFiles.npy(1, "import os", data), "'import os': expected a dictionary"),
        bad("a.npy", TestFiles.npy(1, "|u1", false, "(12, 5)", data), "(12, 5): expected three"),
        bad("a.npy", TestFiles.npy(1, "|u1", false, "(2, 3, 4, 5)", data), "expected three axes"),
        bad("a.npy", TestFiles.npy(1, "|u1", false, "(3, 1, 4, 5)", data), "others have size 1"),
        bad("a.npy", TestFiles.npy(1, "|u1", false, "(1, 12, 5, 1)", data), "axes", "ambiguous"),
        bad("a.npy", TestFiles.npy(1, "|u1", false, "(60)", data), "(60): expected three axes"),
        bad("a.npy", TestFiles.npy(1, "|u1", false, "()", data), "(): expected three axes"),
        bad("a.npy", TestFiles.npy(1, "|u1", false, "(3, 0, 5)", data), "(3, 0, 5)", "at least 1"),
        bad("a.npy", TestFiles.npy(1, "|O", false, "(3, 4, 5)", data), "dtype '|O'"),
        bad("a.npy", TestFiles.npy(1, "<c8", false, "(3, 4, 5)", data), "dtype '<c8'"),
        bad("a.npy", TestFiles.npy(1, "|i2", false, "(3, 4, 5)", data), "dtype '|i2'"),
        bad("a.npy", TestFiles.npy(1, "<f4", false, "(3, 4, 5)", data), "of 4 bytes", "truncated"),
        bad(
            "a.npy",
            TestFiles.npy(1, "|u1", false, "(30000, 30000, 30000)", data),
            "30000 x 30000 x 30000"),
        bad(
            "a.npy",
            TestFiles.npy(1, "|u1", false, "(999999999999999999, 4, 5)", data),
            "999999999999999999",
            "at most 32768"));
  }

  @ParameterizedTest
  @MethodSource({"niftiFiles", "metaImageFiles"})
  void filesWithAWorld(Bad bad) {
    TestFiles.write(folder.resolve("more.raw"), new byte[61]);
    checkBad(bad, null);
  }

  @ParameterizedTest
  @MethodSource("numpyFiles")
  void numpy(Bad bad) {
    checkBad(bad, SPACING);
  }

  private void checkBad(Bad bad, @Nullable Vec3 spacing) {
    Path file = TestFiles.write(folder.resolve(bad.name), bad.content);
    VolumeSource source = source(file, null, null, spacing);
    if (bad.atHeader) {
      check(assertThrows(InputException.class, () -> readGrid(source)), bad.words);
    } else {
      readGrid(source);
    }
    InputException e = assertThrows(InputException.class, () -> load(source));
    check(e, bad.words);
    if (!bad.words[0].contains("none.") && !bad.words[0].contains("61 bytes")) {
      check(e, file.toString());
    }
  }

  @Test
  void settingsThatAFormatDoesNotTakeChangeNothing() {
    Path nifti =
        TestFiles.write(folder.resolve("a.nii"), nifti().pixdim(1, 2, 3, 4).bytes(), new byte[120]);
    Path meta = TestFiles.write(folder.resolve("a.mha"), meta(""), new byte[60]);
    for (Path file : List.of(nifti, meta)) {
      assertEquals(
          gridOf(source(file, null, null, null)),
          gridOf(source(file, "ct", AxisOrder.XYZ, new Vec3(7, 7, 7))));
    }
    byte[] bytes = TestFiles.npy(1, "|u1", false, "(3, 4, 5)", new byte[60]);
    Path numpy = TestFiles.write(folder.resolve("a.npy"), bytes);
    assertEquals(
        gridOf(source(numpy, null, null, SPACING)), gridOf(source(numpy, "ct", null, SPACING)));
  }

  private static VoxelGrid gridOf(VolumeSource source) {
    return VolumeLoader.readGrid(source, TestFiles.CONF);
  }

  @Test
  void arraysWithoutASpacing() {
    byte[] bytes = TestFiles.npy(1, "|u1", false, "(3, 4, 5)", new byte[60]);
    Path numpy = TestFiles.write(folder.resolve("a.npy"), bytes);
    fails(source(numpy, null, null, null), "voxel spacing: ", "three numbers x, y, z in mm");
    fails(source(numpy, null, null, new Vec3(1, 0, 1)), "spacing 1.0, 0.0, 1.0", "above 0");
    fails(source(numpy, null, null, new Vec3(1, 1, Double.NaN)), "spacing 1.0, 1.0, NaN");
  }

  @Test
  void filesThatCannotBeOpened() throws IOException {
    fails(source(folder.resolve("none.nii"), null, null, null), "none.nii: no such file");
    Path directory = Files.createDirectory(folder.resolve("dir.nii"));
    fails(source(directory, null, null, null), "dir.nii: is a directory");
    Path empty = TestFiles.write(folder.resolve("empty.h5"));
    fails(source(empty, "ct", null, null), "empty.h5: is empty");
    fails(source("strange:/a.nii", null, null, null), "strange:/a.nii", "strange");
    fails(source("", null, null, null), "not a path");
    fails(source("/none\n/a.nii", null, null, null), "/none /a.nii: no such file");
  }

  @Test
  void filesThatMayNotBeRead() {
    Configuration conf = new Configuration(false);
    conf.set("fs.far.impl", FarFileSystem.class.getName());
    for (String name : new String[] {"secret.nii", "secret.mha", "secret.npy", "secret.h5"}) {
      Path file = TestFiles.write(folder.resolve(name), new byte[500]);
      VolumeSource source = source("far://" + file, null, null, null);
      InputException e =
          assertThrows(InputException.class, () -> VolumeLoader.readGrid(source, conf));
      check(e, name, "permission denied");
    }
  }

  private static byte[] floatVoxels(float value) {
    float[] voxels = new float[60];
    voxels[(2 * 4 + 1) * 5 + 3] = value;
    return join(new Nifti(LITTLE, 16, 5, 4, 3).bytes(), TestFiles.floats(LITTLE, voxels));
  }

  private static Nifti nifti() {
    return new Nifti(LITTLE, 4, 5, 4, 3);
  }

  private static byte[] header(Consumer<Nifti> change) {
    Nifti nifti = nifti();
    change.accept(nifti);
    return nifti.bytes();
  }

  /** A MetaImage header with more lines after the first one. */
  private static byte[] meta(String more) {
    return TestFiles.ascii(
        """
        ObjectType = Image
        %sNDims = 3
        DimSize = 5 4 3
        ElementSpacing = 1 1 1
        ElementType = MET_UCHAR
        ElementDataFile = LOCAL
        """
            .formatted(more));
  }

  private static byte[] change(String from, String to) {
    String header = new String(meta(""), ISO);
    assertTrue(header.contains(from));
    return join(TestFiles.ascii(header.replace(from, to)), new byte[60]);
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
