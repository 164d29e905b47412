package io.sinotrace.volume.io.tiff;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.Rejected;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.SliceGaps;
import io.sinotrace.volume.io.file.SliceSet;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stacks of single pages, and pages that no other program would write; what tifffile writes is in
 * GoldenFilesTest.
 */
class TiffReaderTest {
  @TempDir Path folder;

  private Path write(String name, byte[] file) {
    return TestFiles.write(folder.resolve(name), file);
  }

  private List<SliceSet> find() throws IOException {
    List<VolumeFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .sorted()
          .forEach(file -> files.add(VolumeFile.find(file.toString(), TestFiles.CONF)));
    }
    return new TiffReader().find(files, SliceGaps.SET_ASIDE).sets();
  }

  private static List<String> names(List<SliceSet> found) {
    return found.stream()
        .map(set -> String.join(" ", set.files().stream().map(VolumeFile::fileName).toList()))
        .toList();
  }

  private VolumeSource source(Vec3 spacing, Object... files) {
    VolumeSource alone =
        TestFiles.source(
            files[0].toString(), null, null, spacing, VoxelUnits.PER_MM, 0.02, Placement.FILE);
    return alone.of(new Slices(Stream.of(files).map(Object::toString).toList(), 0, false));
  }

  @Test
  void aFolderOfSinglePagesIsOneVolumeInNaturalOrder() throws IOException {
    Files.createDirectory(folder.resolve("b"));
    for (int k : new int[] {1, 2, 10, 100}) {
      write("s" + k + ".tif", TiffFiles.page(3, 2, new byte[6]));
      write(
          "b/" + "0".repeat(4 - Integer.toString(k).length()) + k + ".TIF",
          TiffFiles.page(1, 1, (byte) k));
    }
    List<SliceSet> found = find();
    assertEquals(
        List.of("s1.tif s2.tif s10.tif s100.tif", "0001.TIF 0002.TIF 0010.TIF 0100.TIF"),
        names(found).stream().sorted(Comparator.reverseOrder()).toList());
    found.forEach(set -> assertNull(set.fault()));
  }

  @Test
  void numbersThatAreEqualAreInTheOrderOfTheirLetters() {
    List<String> names =
        Stream.of("a2b", "a02b", "a2", "b1", "a10", "a2b3", "a1")
            .sorted(NaturalOrder.NAMES)
            .toList();
    assertEquals(List.of("a1", "a2", "a02b", "a2b", "a2b3", "a10", "b1"), names);
  }

  @Test
  void pagesThatDifferAreNoVolume() throws IOException {
    write("1.tif", TiffFiles.page(3, 2, new byte[6]));
    write("2.tif", TiffFiles.page(3, 2, new byte[6]));
    write("preview.tif", TiffFiles.page(2, 2, new byte[4]));
    List<SliceSet> found = find();
    assertEquals(List.of("1.tif 2.tif preview.tif"), names(found));
    assertEquals(
        "%s: the 3 TIFF files in this folder are no volume: preview.tif has 2 x 2 pixels of uint8, 1.tif 3 x 2 pixels of uint8: expected pages that are alike"
            .formatted(folder),
        found.get(0).fault());
  }

  @Test
  void aStackWithADamagedPageIsSetAside() throws IOException {
    write("1.tif", TiffFiles.page(3, 2, new byte[6]));
    write("2.tif", "II*".getBytes(US_ASCII));
    assertEquals(
        "%1$s: the 2 TIFF files in this folder are no volume: %1$s/2.tif: is not a TIFF file: expected II or MM and 42 or 43 at its beginning"
            .formatted(folder),
        find().get(0).fault());
  }

  /** A single bright pixel: page, row and column are z, y and x, each from the least. */
  @Test
  void pageRowAndColumnRunAlongTheAxesOfTheWorld() {
    Path dark = write("1.tif", TiffFiles.page(3, 2, new byte[6]));
    Path bright =
        write(
            "2.tif",
            TiffFiles.page(3, 2, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) 0));
    Volume volume = VolumeLoader.load(source(new Vec3(0.5, 2, 3), dark, bright), TestFiles.CONF);
    assertEquals(Affine.scaling(new Vec3(0.5, 2, 3), Vec3.ZERO), volume.grid().indexToWorld());
    assertEquals(9, TestFiles.voxel(volume, 1, 1, 1));
    assertArrayEquals(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0}, TestFiles.all(volume));
  }

  @Test
  void aPageThatChangedItsSizeIsNamed() {
    Path one = write("1.tif", TiffFiles.page(3, 2, new byte[6]));
    Path two = write("2.tif", TiffFiles.page(2, 3, new byte[6]));
    VolumeSource source = source(new Vec3(1, 1, 1), one, two);
    Rejected.check(
        assertThrows(InputException.class, () -> Rejected.load(source)),
        "2.tif: has 1 page(s) of 2 x 3 pixels of uint8: expected 1 of 3 x 2 pixels of uint8");
  }

  private void fails(byte[] file, String... words) {
    Path path = write("a.tif", file);
    Rejected.fails(Rejected.source(path, null, null, new Vec3(1, 1, 1)), words);
  }

  @Test
  void moreThanTheFileCanHold() {
    byte[] packed = TestFiles.zlib(new byte[1000]);
    fails(
        TiffFiles.page(30_000, 30_000, packed, Map.of(Tag.COMPRESSION, 8)),
        "claims 1 page(s) of 30000 x 30000 pixels of uint8",
        "truncated, or damaged");
    fails(TiffFiles.page(100, 100, new byte[6], Map.of()), "claims 1 page(s) of 100 x 100");
  }

  /** What a strip unpacks to beyond its pixels is never unpacked. */
  @Test
  void aBombStopsWithTheLastPixel() {
    byte[] bomb = TestFiles.zlib(new byte[50_000_000]);
    Path path = write("b.tif", TiffFiles.page(3, 2, bomb, Map.of(Tag.COMPRESSION, 8)));
    Volume volume = VolumeLoader.load(source(new Vec3(1, 1, 1), path), TestFiles.CONF);
    assertEquals(6, volume.grid().voxels());
  }

  @Test
  void packedDataThatEndOrAreDamaged() {
    Map<Integer, Integer> deflate = Map.of(Tag.COMPRESSION, 8);
    Path path = write("a.tif", TiffFiles.page(30, 20, TestFiles.zlib(new byte[599]), deflate));
    VolumeSource source = source(new Vec3(1, 1, 1), path);
    Rejected.check(
        assertThrows(InputException.class, () -> Rejected.load(source)),
        "a.tif: has packed data that end before the last pixel");
    write("a.tif", TiffFiles.page(3, 2, new byte[] {5, 5, 5, 5, 5, 5}, deflate));
    Rejected.check(
        assertThrows(InputException.class, () -> Rejected.load(source)),
        "a.tif: its packed data are damaged");
  }

  @Test
  void whatIsNotSupportedIsNamed() {
    byte[] pixels = new byte[6];
    fails(TiffFiles.page(3, 2, pixels, Map.of(Tag.COMPRESSION, 7)), "page 1 is packed by method 7");
    fails(TiffFiles.page(3, 2, pixels, Map.of(Tag.BITS, 12)), "pixels of 12 bits of kind 1");
    fails(TiffFiles.page(3, 2, pixels, Map.of(Tag.ORIENTATION, 4)), "(orientation 4)");
    fails(TiffFiles.page(3, 2, pixels, Map.of(Tag.FILL_ORDER, 2)), "in reverse order");
    fails(TiffFiles.page(3, 2, pixels, Map.of(Tag.PREDICTOR, 3)), "an unknown predictor, 3");
    fails(TiffFiles.page(3, 2, pixels, Map.of(Tag.SUBFILE, 1)), "is a smaller copy of another");
    fails(TiffFiles.page(3, 2, pixels, Map.of(Tag.ROWS_PER_STRIP, 1)), "1 places and 1 lengths");
  }

  @Test
  void directoriesInACircle() {
    byte[] file = TiffFiles.page(3, 2, new byte[6]);
    // The directory is behind the pixels; its last four bytes say where the next one is.
    file[file.length - 4] = 14;
    fails(file, "is followed by no end of pages: damaged");
  }
}
