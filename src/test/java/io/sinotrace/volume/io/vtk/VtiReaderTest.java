package io.sinotrace.volume.io.vtk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What VTK wrote is in {@code GoldenFilesTest}. */
class VtiReaderTest {
  private static final String TEXT =
      """
      <?xml version="1.0"?>
      <!-- made > by - hand -->
      <VTKFile type='ImageData' version="1.0" byte_order="LittleEndian" header_type="UInt32">
        <ImageData WholeExtent="0 2 0 1 0 1" Origin="1 2 3" Spacing="2 3 4">
          <FieldData><DataArray type="Float64" Name="time" format="ascii">0.5</DataArray></FieldData>
          <Piece Extent="0 2 0 1 0 1">
            <PointData>
              <DataArray type="UInt8" Name="mu" format="ascii">
                <InformationKey name="x" location="y"><Value index="0">3</Value></InformationKey>
                0 1 2 3 4 5 6 7 8 9 10 11
              </DataArray>
            </PointData>
            <CellData/>
          </Piece>
        </ImageData>
      </VTKFile>
      """;

  private final Path file;

  VtiReaderTest(@TempDir Path folder) {
    this.file = folder.resolve("a.vti");
  }

  private Volume load(byte[]... parts) {
    TestFiles.write(file, parts);
    return VolumeLoader.load(TestFiles.source(file), TestFiles.CONF);
  }

  private void assertRefused(String expected, byte[]... parts) {
    InputException e = assertThrows(InputException.class, () -> load(parts));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  private static byte[] text(String old, String changed) {
    assertTrue(TEXT.contains(old), old);
    return TestFiles.ascii(TEXT.replace(old, changed));
  }

  @Test
  void xmlIsReadAsXml() {
    Volume volume = load(TestFiles.ascii(TEXT));
    assertEquals(11f, TestFiles.voxel(volume, 2, 1, 1));
    assertEquals(3f, TestFiles.voxel(volume, 0, 1, 0));
    assertEquals(new Vec3(5, 5, 7), volume.grid().indexToWorld().point(new Vec3(2, 1, 1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<VTKFile | <!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hosts\">]><VTKFile | has a declaration",
        "'ImageData' | 'PolyData' | is no VTK image",
        "<Piece Extent=\"0 2 0 1 0 1\"> | <Piece Extent=\"0 1 0 1 0 1\"> | expected all of the image, which is 0 2 0 1 0 1",
        "</ImageData> | <Piece Extent=\"\"/></ImageData> | several elements Piece",
        "\"UInt32\" | \"UInt16\" | expected UInt32 or UInt64",
        "LittleEndian | MiddleEndian | expected LittleEndian or BigEndian",
        "type=\"UInt8\" | type=\"Bit\" | expected one of Int8, UInt8",
        "Name=\"mu\" | NumberOfComponents=\"3\" | expected 1: numbers, not vectors",
        "Name=\"mu\" format=\"ascii\" | Name=\"mu\" format=\"binary\" | Base64",
        "Name=\"mu\" format=\"ascii\" | Name=\"mu\" format=\"appended\" offset=\"0\" | has no AppendedData",
        "Name=\"mu\" format=\"ascii\" | Name=\"mu\" format=\"zip\" | expected ascii, binary or appended",
        "WholeExtent=\"0 2 0 1 0 1\" | WholeExtent=\"0 2 0 1\" | expected 6 numbers",
        "Origin=\"1 2 3\" | Origin=\"1 2 nan\" | expected 3 numbers",
        "Spacing=\"2 3 4\" | Spacing=\"2 3 4\" Spacing=\"2 3 4\" | is no XML",
        "Spacing=\"2 3 4\" | Spacing=\"2 0 4\" | affine",
        "10 11 | 10 | ends before the last voxel",
        "10 11 | 10 11 12 | follows the last of 12 voxels",
        "10 11 | 10 256 | expected one of the header's type"
      })
  void badOnesAreRefused(String old, String changed, String message) {
    assertRefused(message, text(old, changed));
  }

  private static byte[] lengths(long... lengths) {
    ByteBuffer out = ByteBuffer.allocate(4 * lengths.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long length : lengths) {
      out.putInt((int) length);
    }
    return out.array();
  }

  private static byte[] appended(boolean packed) {
    String head =
        TEXT.substring(0, TEXT.indexOf("</ImageData>") + 12)
            .replaceFirst(
                "(?s)<DataArray type=\"UInt8\".*?</DataArray>",
                "<DataArray type=\"UInt8\" format=\"appended\" offset=\"0\"/>");
    return TestFiles.ascii(
        (packed
                ? head.replace(" header_type", " compressor=\"vtkZLibDataCompressor\" header_type")
                : head)
            + "<AppendedData encoding=\"raw\">\n _");
  }

  @Test
  void lengthsThatDoNotFitAreRefused() {
    byte[] twelve = new byte[12];
    twelve[11] = 9;
    assertEquals(9f, TestFiles.voxel(load(appended(false), lengths(12), twelve), 2, 1, 1));
    assertRefused(
        "its array has 11 bytes, but its extent describes 12",
        appended(false),
        lengths(11),
        twelve);
    assertRefused("more than 11 bytes can hold", appended(false), lengths(12), new byte[7]);
    assertRefused("ends before the last voxel", appended(false), lengths(12), new byte[9]);
    assertRefused(
        "encoding='zip'",
        TestFiles.ascii(
            new String(appended(false), StandardCharsets.ISO_8859_1).replace("\"raw\"", "\"zip\"")),
        lengths(12),
        twelve);
  }

  @Test
  void blocksThatDoNotFitAreRefused() {
    byte[] a = TestFiles.zlib(new byte[8]);
    byte[] b = TestFiles.zlib(new byte[] {0, 0, 0, 7});
    assertEquals(
        7f,
        TestFiles.voxel(load(appended(true), lengths(2, 8, 4, a.length, b.length), a, b), 2, 1, 1));
    assertRefused(
        "has 2 blocks of 8 bytes, the last of 8,",
        appended(true),
        lengths(2, 8, 0, a.length, b.length),
        a,
        b);
    assertRefused("has 0 blocks", appended(true), lengths(0, 12, 0), a, b);
    assertRefused("has 4294967295 blocks", appended(true), lengths(-1, 12, 0), a, b);
    assertRefused("blocks of 4294967295 bytes", appended(true), lengths(1, -1, 12), a, b);
    assertRefused(
        "packed into 4294967295: damaged", appended(true), lengths(2, 8, 4, a.length, -1), a, b);
    assertRefused(
        "block 2 ends early",
        appended(true),
        lengths(2, 8, 4, a.length, a.length),
        a,
        TestFiles.zlib(new byte[3]),
        new byte[9]);
    assertRefused(
        "its packed data are damaged",
        appended(true),
        lengths(2, 8, 4, a.length, b.length),
        a,
        new byte[b.length]);
  }

  @Test
  void base64MayBePaddedWithinAndMayNotEndWithinFourLetters() throws IOException {
    byte[] padded =
        TestFiles.ascii(
            Base64.getEncoder().encodeToString(new byte[] {1})
                + " \n"
                + Base64.getEncoder().encodeToString(new byte[] {2, 3})
                + Base64.getEncoder().encodeToString(new byte[] {4, 5, 6})
                + "</DataArray>");
    try (Base64Input in = new Base64Input(new ByteArrayInputStream(padded))) {
      assertEquals("[1, 2, 3, 4, 5, 6]", Arrays.toString(in.readAllBytes()));
    }
    for (String bad : new String[] {"AAA", "A=AA", "AA=A", "AAA<"}) {
      try (Base64Input in = new Base64Input(new ByteArrayInputStream(TestFiles.ascii(bad)))) {
        assertThrows(IOException.class, in::readAllBytes, bad);
      }
    }
  }

  @Test
  void aTruncatedFileIsRefused() {
    assertRefused(
        "an array that does not end", TestFiles.ascii(TEXT.substring(0, TEXT.indexOf("10 11"))));
    assertRefused(
        "is no VTK image", TestFiles.ascii(TEXT.substring(0, TEXT.indexOf("<ImageData"))));
  }

  @Test
  void anEndlessTagIsRefused() {
    assertRefused("has a tag of more than", TestFiles.ascii("<VTKFile " + "x".repeat(70_000)));
    assertRefused("ends within a tag", TestFiles.ascii("<VTKFile type=\"ImageData\""));
    assertRefused("ends within a comment", TestFiles.ascii("<VTKFile type=\"ImageData\"><!-- > "));
  }
}
