package io.sinotrace.volume.io.dicom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.SliceGaps;
import io.sinotrace.volume.io.file.SliceSet;
import io.sinotrace.volume.io.file.SliceSets;
import io.sinotrace.volume.io.file.VolumeFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which volumes files are, and why others are none. */
class DicomSeriesTest {
  private final Path folder;
  private final List<VolumeFile> files = new ArrayList<>();

  DicomSeriesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void write(byte[] bytes) {
    Path file = folder.resolve("%03d".formatted(files.size()));
    files.add(VolumeFile.find(TestFiles.write(file, bytes).toString(), TestFiles.CONF));
  }

  private void write(int count, IntFunction<DicomSlice> slices) {
    IntStream.range(0, count).mapToObj(slices).map(DicomSlice::bytes).forEach(this::write);
  }

  private SliceSets find() {
    return new DicomReader().find(files, SliceGaps.SET_ASIDE);
  }

  private static List<SliceSet> volumes(SliceSets found) {
    return found.sets().stream().filter(set -> set.fault() == null).toList();
  }

  private static List<String> faults(SliceSets found) {
    return found.sets().stream().map(SliceSet::fault).filter(Objects::nonNull).toList();
  }

  /** Asserts which volumes there are, each by the names of its files in order. */
  private SliceSets volumes(String... expected) {
    SliceSets found = find();
    List<String> names =
        volumes(found).stream()
            .map(set -> String.join(" ", set.files().stream().map(VolumeFile::fileName).toList()))
            .sorted(Comparator.naturalOrder())
            .toList();
    assertEquals(List.of(expected), names, found::toString);
    return found;
  }

  private void complete(String... expected) {
    SliceSets found = volumes(expected);
    assertEquals(List.of(), faults(found));
    assertEquals(List.of(), found.passedOver());
  }

  /** Asserts that there is no volume, and the words of the only line that says why. */
  private void none(String... words) {
    SliceSets found = volumes();
    List<String> faults = faults(found);
    assertEquals(1, faults.size(), found::toString);
    assertEquals(Set.copyOf(files), Set.copyOf(found.sets().get(0).files()));
    for (String word : words) {
      assertTrue(faults.get(0).contains(word), faults.get(0));
    }
  }

  private static DicomSlice slice(int number) {
    return new DicomSlice("1.2.3", number);
  }

  @Test
  void twoSeriesInAnyOrder() {
    for (int number : new int[] {2, 0, 1}) {
      write(slice(number).bytes());
      write(new DicomSlice("1.2.4", 2 - number).bytes());
    }
    complete("001 005 003", "002 004 000");
  }

  @ParameterizedTest
  @CsvSource({
    "0x00200100, IS, 1, 2", // TemporalPositionIdentifier
    "0x00200012, IS, 1, 2", // AcquisitionNumber
    "0x00209241, FD, aaaaaaaa, bbbbbbbb", // NominalPercentageOfCardiacPhase
    "0x00181060, DS, 10.5, 350", // TriggerTime
    "0x00080008, CS, ORIGINAL\\PRIMARY\\AXIAL, DERIVED\\SECONDARY\\AXIAL", // ImageType
    "0x00181210, SH, B30f, B70f", // ConvolutionKernel
    "0x00180060, DS, 80, 140", // KVP
  })
  void phasesAreVolumesOfTheirOwn(String tag, String type, String first, String second) {
    for (String value : List.of(first, second)) {
      write(
          3,
          k ->
              slice(k)
                  .text(Tag.SOP_INSTANCE_UID, "UI", "9." + k + (value.equals(first) ? ".1" : ".2"))
                  .text(Integer.decode(tag), type, value));
    }
    complete("000 001 002", "003 004 005");
    List<SliceSet> volumes = volumes(find());
    assertNotEquals(volumes.get(0).identity(), volumes.get(1).identity());
    String alone =
        new DicomReader().find(files.subList(0, 3), SliceGaps.SET_ASIDE).sets().get(0).identity();
    assertTrue(volumes.stream().anyMatch(volume -> Objects.equals(volume.identity(), alone)));
  }

  /** The most slices at equal distances, if that is asked for; a gap's ends belong to both runs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 4 10 12 14 16 | 003 004 005 006"
            + " | 7 slices are 2 mm apart, but 6 mm between the 3rd and the next: some are missing (and 2 more)",
        "10 8 6 0 2 4 | 003 004 005 002 001 000 | ",
        "0 2 4 7 10 13 15 | 002 003 004 005"
            + " | 7 slices are 2.5 mm apart in the mean, but 2 mm between the 1st and the next (and 2 more)",
        "0 3 3.2 5 7 9 | 003 004 005"
            + " | 6 slices are 1.8 mm apart in the mean, but 3 mm between the 1st and the next (and 2 more)",
        "0 2.04 4 6.04 8 10.04 20 22.04 24 | 000 001 002 003 004 005"
            + " | 9 slices are 2.04 mm apart, but 9.96 mm between the 6th and the next: some are missing (and 2 more)",
        "0 2 6 | 000 001"
            + " | 3 slices are 2 mm apart, but 4 mm between the 2nd and the next: some are missing",
      })
  void theLongestRunIsAVolumeIfThatIsAskedFor(String places, String run, String reason) {
    List<Double> all = Stream.of(places.split(" ")).map(Double::valueOf).toList();
    write(all.size(), k -> slice(k).at(0, 0, all.get(k)));
    SliceSets found = new DicomReader().find(files, SliceGaps.LONGEST_RUN);
    assertEquals(1, found.sets().size(), found::toString);
    SliceSet set = found.sets().get(0);
    assertNull(set.fault());
    assertEquals(run, String.join(" ", set.files().stream().map(VolumeFile::fileName).toList()));
    assertEquals(reason == null ? 0 : 1, found.passedOver().size(), found::toString);
    for (String line : found.passedOver()) {
      String words =
          "is not among the %d slices of its series that are taken: ".formatted(set.files().size());
      assertTrue(line.endsWith(words + reason), line);
    }
    assertEquals(
        reason == null
            ? null
            : "%d of %d slices of the series are taken: %s"
                .formatted(
                    set.files().size(), all.size(), reason.replaceFirst(" \\(and .* more\\)$", "")),
        set.note());
    // It is called what the whole series is.
    assertEquals(
        new DicomReader().find(files, SliceGaps.SET_ASIDE).sets().get(0).identity(),
        set.identity());
  }

  /** What it was acquired by; a text that is no name of a kernel may be anything. */
  @ParameterizedTest
  @CsvSource({
    "120, B30f, '{kvp=120, convolution_kernel=B30f}'",
    "120.0, B30f, '{kvp=120, convolution_kernel=B30f}'",
    "80.5, I30f\\3, '{kvp=80.5, convolution_kernel=I30f\\3}'",
    "12O, '', {}",
    "'', 'Müller^Anna', {}",
    "'', Smith Anna 1950, {}",
    "'', Anna Maria Smith, {}",
    "'', Smith, {}",
    "'', Anna Smith, {}",
    "'', SMITH, {}",
    "'', A.Smith-50, {}",
    "'', S1950, {}",
    "'', 045Y, {}",
    "'', M67, {}",
    "'', 12/05, {}",
    "'', JD, {}",
    "'', BONEPLUS, {convolution_kernel=BONEPLUS}",
    "'', STANDARD, {convolution_kernel=STANDARD}",
    "'', FC08, {convolution_kernel=FC08}",
    "'', FC18-H, {convolution_kernel=FC18-H}",
    "'', Br40d\\3, '{convolution_kernel=Br40d\\3}'",
    "'', YA, {convolution_kernel=YA}",
    "100, 'of Mr. Smith, born on the 1st of May 1950', {kvp=100}",
  })
  void theBeamAndTheKernelAreTold(String kvp, String kernel, String expected) {
    write(3, k -> slice(k).text(Tag.KVP, "DS", kvp).text(Tag.CONVOLUTION_KERNEL, "SH", kernel));
    try (OpenVolume volume =
        new DicomReader().open(files, 0, new ArrayLayout(null, null, null, null))) {
      assertEquals(expected, volume.acquisition().toString());
    }
  }

  @Test
  void acquisitionsThatGoOnAreOneVolume() {
    write(6, k -> slice(k).text(Tag.ACQUISITION_NUMBER, "IS", k < 3 ? "1" : "2"));
    complete("000 001 002 003 004 005");
  }

  @Test
  void acquisitionsApartAreTwo() {
    write(
        6,
        k ->
            slice(k)
                .at(0, 0, k < 3 ? 2 * k : 2 * k + 50)
                .text(Tag.ACQUISITION_NUMBER, "IS", k < 3 ? "1" : "2"));
    complete("000 001 002", "003 004 005");
  }

  @Test
  void orientationsAreVolumesOfTheirOwn() {
    write(3, DicomSeriesTest::slice);
    write(
        3,
        k ->
            slice(10 + k)
                .at(0, 3 * k, 0)
                .text(Tag.IMAGE_ORIENTATION_PATIENT, "DS", "1\\0\\0\\0\\0\\-1"));
    complete("000 001 002", "003 004 005");
  }

  @Test
  void copiesAreNamed() {
    write(3, DicomSeriesTest::slice);
    write(1, DicomSeriesTest::slice);
    SliceSets found = volumes("000 001 002");
    assertTrue(found.passedOver().get(0).contains("003: is a copy"), found::toString);
    assertEquals(List.of(), faults(found));
  }

  @Test
  void slicesAtOnePlaceThatNothingTellsApart() {
    write(3, DicomSeriesTest::slice);
    write(3, k -> slice(k).text(Tag.SOP_INSTANCE_UID, "UI", "5." + k));
    none("several slices are at one place", "and 5 more of its series");
  }

  @Test
  void aSliceIsMissing() {
    write(5, k -> slice(k < 2 ? k : k + 1));
    none("5 slices are 2 mm apart, but 4 mm between the 2nd and the next: some are missing");
  }

  @Test
  void unevenDistances() {
    write(5, k -> slice(k).at(0, 0, k == 2 ? 4.12 : 2 * k));
    none("5 slices are 2 mm apart in the mean, but 2.12 mm between the 2nd and the next");
  }

  @Test
  void aDriftOfDistances() {
    // No distance is off by more than is allowed, but the middle is.
    write(101, k -> slice(k).at(0, 0, k < 50 ? 2.02 * k : 101 + 1.98 * (k - 50)));
    none("do not follow a line");
  }

  @Test
  void roundedPositions() {
    write(5, k -> slice(k).at(0.001 * (k % 2), 0, k == 2 ? 4.03 : 2 * k));
    complete("000 001 002 003 004");
  }

  @Test
  void sizesThatDiffer() {
    write(4, k -> k < 2 ? slice(k) : slice(k).number(Tag.ROWS, 4).number(Tag.COLUMNS, 3));
    none("the slices differ in size: 4 x 3 of 0.5 x 1.5 mm and 3 x 4 of 0.5 x 1.5 mm");
  }

  @Test
  void pixelSizesThatDiffer() {
    write(4, k -> k < 2 ? slice(k) : slice(k).text(Tag.PIXEL_SPACING, "DS", "1.5\\0.6"));
    none("differ in size", "of 0.6 x 1.5 mm");
  }

  @Test
  void aSingleSlice() {
    write(1, DicomSeriesTest::slice);
    none("000: is a single slice");
  }

  @Test
  void imagesThatAreNoSlicesLeaveTheOthersAlone() {
    write(3, DicomSeriesTest::slice);
    write(2, k -> slice(9 + k).text(Tag.IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER"));
    write(1, k -> slice(20).text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.7"));
    write(
        1,
        k ->
            slice(21)
                .text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.128")
                .text(Tag.MODALITY, "CS", "PT"));
    write("no DICOM file, but long enough for one".repeat(9).getBytes(UTF_8));
    SliceSets found = volumes("000 001 002");
    assertEquals(List.of(), faults(found));
    List<String> lines = found.passedOver();
    assertEquals(3, lines.size(), lines::toString);
    assertTrue(
        lines.get(0).endsWith("003: is a localizer, which has no slices (and 1 more)"),
        lines.get(0));
    assertTrue(lines.get(1).endsWith("005: is a secondary capture, no CT image"), lines.get(1));
    assertTrue(lines.get(2).endsWith("006: is no CT image: its modality is PT"), lines.get(2));
    assertEquals(List.of(files.get(7)), found.others());
  }

  /** Of a header that breaks off before it says its series nobody knows what lacks it. */
  @Test
  void aDamagedHeaderIsAFaultOfItsOwn() {
    write(3, DicomSeriesTest::slice);
    write(Arrays.copyOf(slice(3).bytes(), 200));
    SliceSets found = volumes("000 001 002");
    assertEquals(1, faults(found).size());
    assertTrue(faults(found).get(0).contains("003: is truncated"), found::toString);
  }

  /** What one slice may be at fault with: none of its series is used then. */
  @ParameterizedTest
  @CsvSource({
    "0x00281054, LO, US, its RescaleType is not HU",
    "0x00281053, DS, 0, its RescaleSlope is 0",
    "0x00281053, DS, '', has no RescaleSlope",
    "0x00281052, DS, x, its RescaleIntercept is not a number",
    "0x00280030, DS, 1.5, its PixelSpacing is not 2 numbers",
    "0x00280030, DS, 0\\1, its PixelSpacing is not two numbers above 0",
    "0x00200032, DS, 1\\2\\nan, its ImagePositionPatient is not 3 numbers",
    "0x00200032, DS, '', has no ImagePositionPatient",
    "0x00200037, DS, 1\\0\\0\\0.6\\0.8\\0, not two directions at right angles",
    "0x00200037, DS, 1\\0\\0\\0\\0.9\\0, not two directions at right angles",
    "0x00280010, US, abc, its Rows is not one number",
    "0x00280008, IS, 3, has another number of frames",
    "0x00280100, US, ab, has 25185 bits allocated",
    "0x7fe00010, OW, ab, 24 bytes of pixels; more than the file can hold",
    "0x00020010, UI, 1.2.840.10008.1.2.5, its pixels are not as its transfer syntax says",
    "0x00020010, UI, 1.2.840.10008.1.2.4.70, its pixels are not as its transfer syntax says",
  })
  void aFaultOfOneSlice(String tag, String type, String value, String reason) {
    write(3, k -> k == 1 ? slice(k).text(Integer.decode(tag), type, value) : slice(k));
    none("001: ", reason.replace(';', ','), "; so the other 2 of its series are set aside");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.840.10008.1.2.4.51, JPEG Extended, dcmdjpeg",
    "1.2.840.10008.1.2.4.80, JPEG-LS Lossless, dcmdjpls",
    "1.2.840.10008.1.2.4.90, JPEG 2000 Lossless, gdcmconv --raw",
    "1.2.840.10008.1.2.4.55, JPEG Full Progression, dcmdjpeg",
    "1.2.3.4, an unknown transfer syntax, gdcmconv --raw",
  })
  void syntaxesThatAreNotDecoded(String uid, String name, String tool) {
    write(3, k -> k == 2 ? slice(k).text(Tag.TRANSFER_SYNTAX_UID, "UI", uid) : slice(k));
    none(name, tool, "so the other 2 of its series");
  }
}
