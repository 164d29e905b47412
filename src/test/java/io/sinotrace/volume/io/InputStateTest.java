package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.HookedFileSystem.Request;
import io.sinotrace.volume.io.TestFiles.Nifti;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import io.sinotrace.volume.io.hdf5.Hdf5Writer;
import io.sinotrace.volume.io.tiff.TiffFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which bytes a volume was made of, and whether they were the same all the time. */
class InputStateTest {
  /** The example of FIPS 180-4 for the message abc. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** The example of FIPS 180-4 for a million times the letter a. */
  private static final String MILLION =
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

  private static final String HEADER =
      """
      NDims = 3
      DimSize = 3 1 1
      ElementSpacing = 1 1 1
      ElementType = MET_UCHAR
      ElementDataFile = v.raw
      """;

  private final Configuration conf = new Configuration(false);
  private final Path folder;

  InputStateTest(@TempDir Path folder) {
    this.folder = folder;
    conf.set("fs.hooked.impl", HookedFileSystem.class.getName());
  }

  @AfterEach
  void unhook() {
    HookedFileSystem.before((request, path) -> {});
  }

  private VolumeSource source(String scheme, String name) {
    return TestFiles.source(
        scheme + folder.resolve(name),
        "/ct",
        null,
        new Vec3(1, 1, 1),
        VoxelUnits.PER_MM,
        0.02,
        Placement.FILE);
  }

  private InputState state(String name) {
    return InputState.of(source("", name), TestFiles.CONF);
  }

  private static String sha256(Path file) throws Exception {
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(sum);
  }

  private static Map<String, String> sums(List<InputFile> files) {
    return InputFile.sums(files);
  }

  private void pair() {
    TestFiles.write(folder.resolve("a.mhd"), TestFiles.ascii(HEADER));
    TestFiles.write(folder.resolve("v.raw"), TestFiles.ascii("abc"));
  }

  @Test
  void knownSums() {
    TestFiles.write(folder.resolve("a.nii"), TestFiles.ascii("abc"));
    assertEquals(Map.of("a.nii", ABC), sums(state("a.nii").summed()));
    TestFiles.write(folder.resolve("a.npy"), TestFiles.ascii("a".repeat(1_000_000)));
    assertEquals(Map.of("a.npy", MILLION), sums(state("a.npy").summed()));
  }

  @Test
  void aVolumeOfTwoFilesHasTwoSums() throws Exception {
    pair();
    Map<String, String> sums = sums(state("a.mhd").summed());
    assertEquals(List.of("a.mhd", "v.raw"), List.copyOf(sums.keySet()));
    assertEquals(sha256(folder.resolve("a.mhd")), sums.get("a.mhd"));
    assertEquals(ABC, sums.get("v.raw"));
  }

  @Test
  void aDecodedVolumeIsOfTheWholeFileWhereverItsVoxelsLie() throws Exception {
    pair();
    byte[] header = new Nifti(ByteOrder.LITTLE_ENDIAN, 2, 3, 1, 1).bytes();
    byte[] behind = new byte[70_000];
    byte[] voxels = {1, 2, 3};
    TestFiles.write(folder.resolve("a.nii"), header, voxels, behind);
    TestFiles.write(folder.resolve("b.nii.gz"), TestFiles.gzip(header, voxels), behind);
    TestFiles.write(
        folder.resolve("a.npy"), TestFiles.npy(1, "|u1", false, "(1, 1, 3)", voxels), behind);
    String local = HEADER.replace("v.raw", "LOCAL");
    TestFiles.write(folder.resolve("a.mha"), TestFiles.ascii(local), voxels, behind);
    TestFiles.write(
        folder.resolve("b.mha"),
        TestFiles.ascii("CompressedData = True\n" + local),
        TestFiles.zlib(voxels),
        behind);
    Hdf5Writer.write(
        VolumeLoader.load(source("", "a.npy"), TestFiles.CONF), "/ct", folder.resolve("a.h5"));
    for (String name : List.of("a.nii", "b.nii.gz", "a.npy", "a.mha", "b.mha", "a.h5", "a.mhd")) {
      Map<String, String> sums =
          sums(VolumeLoader.loadHashed(source("", name), TestFiles.CONF).inputs());
      assertEquals(sha256(folder.resolve(name)), sums.get(name), name);
      assertEquals(sums(state(name).summed()), sums);
    }
  }

  @Test
  void aStateTellsOfEachFileAndOfEachKindOfChange() throws IOException {
    pair();
    InputState state = state("a.mhd");
    assertEquals(state, state("a.mhd"));
    assertTrue(state.isCurrent());

    Files.setLastModifiedTime(folder.resolve("v.raw"), FileTime.fromMillis(1_000_000));
    assertFalse(state.isCurrent());
    assertNotEquals(state, state("a.mhd"));
    assertThrows(InputChangedException.class, state::summed);

    InputState later = state("a.mhd");
    TestFiles.write(folder.resolve("v.raw"), TestFiles.ascii("abcd"));
    Files.setLastModifiedTime(folder.resolve("v.raw"), FileTime.fromMillis(1_000_000));
    assertFalse(later.isCurrent());

    InputState last = state("a.mhd");
    Files.delete(folder.resolve("v.raw"));
    assertFalse(last.isCurrent());
    assertThrows(InputException.class, () -> state("a.mhd"));
  }

  @Test
  void aFileThatIsReplacedWhileItIsReadIsNotTaken() {
    // Same length, and shorter: cut off by the reader's standards, but that is not what is wrong.
    for (String content : List.of("xyz", "x")) {
      pair();
      HookedFileSystem.before((request, path) -> replace(request, path, content));
      InputException e =
          assertThrows(
              InputException.class,
              () -> VolumeLoader.loadHashed(source("hooked:", "a.mhd"), conf));
      assertEquals(
          "hooked:%s: changed while it was read: expected files that are not being written"
              .formatted(folder.resolve("a.mhd")),
          e.getMessage());
      InputState state = InputState.of(source("hooked:", "a.mhd"), conf);
      HookedFileSystem.before((request, path) -> replace(request, path, content + content));
      assertThrows(InputChangedException.class, state::summed);
    }
  }

  private void replace(Request request, org.apache.hadoop.fs.Path path, String content) {
    if (request == Request.OPEN && path.getName().equals("v.raw")) {
      TestFiles.write(folder.resolve("v.raw"), TestFiles.ascii(content));
      try {
        Files.setLastModifiedTime(folder.resolve("v.raw"), FileTime.fromMillis(1_000_000));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void slicesHaveTheirOwnSums() throws Exception {
    List<String> paths = new ArrayList<>();
    for (int k = 0; k < 20; k++) {
      Path slice = folder.resolve("name-%02d.tif".formatted(k));
      paths.add("file:" + TestFiles.write(slice, TiffFiles.page(2, 1, (byte) k, (byte) 0)));
    }
    VolumeSource named = TestFiles.source(folder).of(new Slices(paths, 0, false));
    VolumeSource stack =
        new VolumeSource("file:/stack", null, new Vec3(1, 1, 1), Placement.FILE, named.parts())
            .of(named.slices());
    HashedVolume volume = VolumeLoader.loadHashed(stack, TestFiles.CONF);
    for (int k = 0; k < 20; k++) {
      assertEquals(k, TestFiles.voxel(volume.volume(), 0, 0, k));
      assertEquals("name-%02d.tif".formatted(k), volume.inputs().get(k).name());
      assertEquals(
          sha256(folder.resolve("name-%02d.tif".formatted(k))), volume.inputs().get(k).sha256());
    }
    InputState state = InputState.of(stack, TestFiles.CONF);
    assertTrue(state.isCurrent());
    assertEquals(volume.inputs(), state.summed());

    Files.delete(folder.resolve("name-07.tif"));
    assertFalse(state.isCurrent());
    InputException e =
        assertThrows(InputException.class, () -> InputState.of(stack, TestFiles.CONF));
    assertEquals("file:%s/name-07.tif: no such file".formatted(folder), e.getMessage());
  }
}
