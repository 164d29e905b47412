package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.volume.io.TestFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the volumes at a path: {@code jobs/run --inspect}. */
class InspectionTest {
  @TempDir Path given = Path.of("");
  private Path folder = given;

  @BeforeEach
  void resolve() throws IOException {
    folder = given.toRealPath();
  }

  private static Path golden(String name) throws URISyntaxException {
    URL url = TestFiles.class.getResource("golden/" + name);
    return Path.of(Objects.requireNonNull(url, name).toURI());
  }

  /** Inspects; nothing may be written where the volumes are. */
  private String inspect(int code, String... arguments) throws IOException {
    List<String> before = files();
    String[] all =
        Stream.concat(Stream.of("run", "--inspect"), Stream.of(arguments)).toArray(String[]::new);
    Cli.Result result = Cli.run(all);
    assertEquals(code, result.code(), result::toString);
    assertEquals(before, files());
    return (result.out() + result.err()).replace("file:" + folder, "FOLDER");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void aVolumeIsTold() throws Exception {
    Files.copy(golden("series/oblique.nii"), folder.resolve("oblique.nii"));
    // The affine is that of make_series.py, and its greatest number too.
    assertEquals(
        """
        oblique
          source   FOLDER/oblique.nii
          format   NIfTI, 1 file of 832 bytes
          numbers  int16
          grid     8 x 6 x 5 voxels of 2.5 x 6.25 x 6.25 mm
          affine   -1.5 3 -4 12.5
                   -2 -2.25 3 7.25
                   0 5 3.75 30
          axes     x, y and z run to the patient's back, head, left
          range    -1000 to 1116
        1 volume
        """,
        inspect(0, folder.resolve("oblique.nii").toString(), "--range"));
  }

  @Test
  void whatIsNotAVolumeIsToldWithTheReason() throws Exception {
    Files.copy(golden("raw/u2-big.bin"), folder.resolve("a.bin"));
    Files.copy(golden("numpy/i2-big.npy"), folder.resolve("b.npy"));
    Files.writeString(folder.resolve("c.nii"), "no header");
    Files.writeString(folder.resolve("notes.txt"), "x");
    String told = inspect(2, folder.toString());
    assertTrue(
        told.contains(
            "set aside volume.spacing: FOLDER/b.npy: a .npy file does not say how large its voxels"
                + " are"),
        told);
    assertTrue(told.contains("set aside FOLDER/c.nii: "), told);
    assertTrue(told.contains("volume.path: passed over 2 files in FOLDER that are of no"), told);
    assertTrue(told.contains("\n0 volumes, 2 set aside\n"), told);
    String described =
        inspect(
            3,
            folder.toString(),
            "volume.spacing=[1, 2, 3]",
            "volume.type=uint16",
            "volume.shape=[2, 3, 4]",
            "volume.byte-order=big",
            "volume.scale=0.5",
            "volume.units=per-cm",
            "--range");
    assertTrue(
        described.contains(
            """
              format   raw binary, 1 file of 48 bytes
              numbers  uint16, big-endian
              units    mu = value / 10, of number * 0.5 + 0.0
              grid     4 x 3 x 2 voxels of 1 x 2 x 3 mm
            """),
        described);
    assertTrue(described.contains("  range    0 to 65535\n"), described);
    assertTrue(described.contains("  axes     not said to be the patient's\n"), described);
    assertTrue(described.contains("\n2 volumes, 1 set aside\n"), described);
  }

  @Test
  void aDescriptionSaysWhatFilesDoNot() throws Exception {
    TestFiles.write(
        folder.resolve("water.npy"),
        TestFiles.npy(
            1,
            "<f4",
            false,
            "(1, 1, 2)",
            TestFiles.floats(ByteOrder.LITTLE_ENDIAN, Float.NaN, 0.5f)));
    Files.copy(folder.resolve("water.npy"), folder.resolve("bone.npy"));
    Path description =
        Files.writeString(
            folder.resolve("scan.yaml"),
            """
            volume:
              path: elsewhere.npy
              spacing: 0.5
              densities: {water: water.npy, bone: bone.npy}
            """);
    String told = inspect(0, folder.resolve("*.npy").toString(), description.toString(), "--range");
    assertTrue(told.contains("part     bone.npy\n  format   NumPy, another file\n"), told);
    assertTrue(told.contains("units    density in g/cm^3 = value\n"), told);
    assertTrue(told.contains("range    0.5 to 0.5; 1 infinite or no numbers\n"), told);
    assertTrue(told.endsWith("1 volume\n"), told);
  }

  @Test
  void numbersHaveSevenDigits() throws IOException {
    TestFiles.write(
        folder.resolve("a.npy"),
        TestFiles.npy(
            1,
            "<f8",
            false,
            "(1, 1, 2)",
            ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0.000001234567849)
                .putDouble(1e300)
                .array()));
    String told = inspect(0, folder.resolve("a.npy").toString(), "volume.spacing=1e-5", "--range");
    assertTrue(told.contains("voxels of 0.00001 x 0.00001 x 0.00001 mm\n"), told);
    assertTrue(told.contains("range    0.000001234568 to 1E+300\n"), told);
  }

  @Test
  void whatCannotBeDoneIsRefused() throws IOException {
    assertTrue(
        inspect(2, folder.resolve("none").toString()).contains("there is no file FOLDER/none"));
    assertTrue(
        inspect(2, folder.toString(), "--dry-run")
            .contains("--inspect goes with --range and --verbose only"));
    for (String argument : List.of("geometry.type=fan", "volume.path=a.nii")) {
      assertTrue(
          inspect(2, folder.toString(), "volume.units=per-mm", argument)
              .contains("argument " + argument + ": expected a setting of volume other than"));
    }
    Cli.Result alone = Cli.run("run", "jobs/cone.yaml", "--range");
    assertEquals(2, alone.code());
    assertTrue(alone.err().contains("--range goes with --inspect only"), alone.err());
  }
}
