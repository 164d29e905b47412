package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import io.sinotrace.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PhantomCommandTest {
  private final Path folder;

  PhantomCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Runs the command without the handling of exceptions around it; returns what it printed. */
  private static String run(String... args) throws IOException {
    PhantomCommand command = new PhantomCommand();
    StringWriter printed = new StringWriter();
    CommandLine line = new CommandLine(command).setOut(new PrintWriter(printed));
    line.parseArgs(args);
    assertEquals(0, command.call());
    line.getOut().flush();
    return printed.toString().strip();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesNiftiAndSaysSo() throws IOException {
    String out = file("box.nii");
    String said = run("box", "--out", out, "--size", "4,5,6", "--spacing", "1,2,0.5");
    assertEquals(out + ": box, 4 x 5 x 6 voxels of 1.0 x 2.0 x 0.5 mm, per-mm", said);
    assertEquals(List.of("box.nii"), files());
    ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(Path.of(out))).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(352 + 4 * 120, b.limit());
    // The middle of the box is at the origin: the first centre is half the extent less half a
    // voxel away.
    assertEquals(-1.5f, b.getFloat(280 + 12));
    assertEquals(-4f, b.getFloat(296 + 12));
    assertEquals(-1.25f, b.getFloat(312 + 12));
    for (int k = 0; k < 120; k++) {
      assertEquals(1f, b.getFloat(352 + 4 * k));
    }
  }

  @Test
  void writesHounsfield() throws IOException {
    String out = file("sphere.nii.gz");
    run("sphere", "--out", out, "--size", "9", "--spacing", "10", "--units", "hounsfield");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(out)))) {
      ByteBuffer b = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(352 + 2 * 729, b.limit());
      assertEquals(-1000, b.getShort(352)); // air in the corner
      assertEquals(0, b.getShort(352 + 2 * 364)); // water in the middle
    }
  }

  @Test
  void sameArgumentsGiveTheSameBytes() throws IOException {
    for (String name : new String[] {"head.nii.gz", "head.h5"}) {
      String[] args = {
        "head", "--out", file(name), "--size", "24", "--spacing", "8", "--samples", "2"
      };
      run(args);
      byte[] first = Files.readAllBytes(folder.resolve(name));
      String[] again =
          Stream.concat(Stream.of(args), Stream.of("--overwrite")).toArray(String[]::new);
      run(again);
      assertArrayEquals(first, Files.readAllBytes(folder.resolve(name)));
    }
    assertEquals(List.of("head.h5", "head.nii.gz"), files());
  }

  @Test
  void writesHdf5AndNumpy() throws IOException {
    run("shepp-logan", "--out", file("a.h5"), "--size", "8", "--dataset", "/scan/mu");
    try (HdfFile hdf = new HdfFile(folder.resolve("a.h5"))) {
      assertArrayEquals(new int[] {8, 8, 8}, hdf.getDatasetByPath("/scan/mu").getDimensions());
    }
    run("shepp-logan", "--out", file("a.npy"), "--size", "8");
    assertEquals(128 + 4 * 512, Files.size(folder.resolve("a.npy")));
  }

  @Test
  void keepsAFileThatExists() throws IOException {
    Path out = folder.resolve("box.nii");
    Files.writeString(out, "mine");
    InputException e =
        assertThrows(
            InputException.class, () -> run("box", "--out", out.toString(), "--size", "4"));
    assertEquals("--out " + out + " exists: give --overwrite to replace it", e.getMessage());
    assertEquals("mine", Files.readString(out));
    run("box", "--out", out.toString(), "--size", "4", "--overwrite");
    assertEquals(352 + 4 * 64, Files.size(out));
  }

  @ParameterizedTest
  @ValueSource(strings = {"box.nii", "box.nii.gz", "box.npy", "box.h5"})
  void aFullDiskIsNamed(String name) throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    String hidden = ".%s.%d.tmp".formatted(name, ProcessHandle.current().pid());
    Files.createSymbolicLink(folder.resolve(hidden), Path.of("/dev/full"));
    IOException e =
        assertThrows(IOException.class, () -> run("box", "--out", file(name), "--size", "4"));
    assertEquals(file(name) + " cannot be written: No space left on device", e.getMessage());
    assertEquals(List.of(), files());
  }

  @Test
  void leavesNothingBehindWhenItFails() throws IOException {
    // 1/mm is 47,544 HU, which shows only while the file is being written.
    InputException e =
        assertThrows(
            InputException.class,
            () -> run("box", "--out", file("a.nii"), "--size", "4", "--units", "hounsfield"));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("voxel (0, 0, 0) is 47544 HU"), message);
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "brain --out F/a.nii | no phantom is called 'brain'",
        "box --out F/a.mha | expected a name that ends in one of .nii, .nii.gz, .h5, .hdf5, .npy",
        "box --out F/a.hdr | expected a name that ends in one of .nii, .nii.gz, .h5, .hdf5, .npy",
        "box --out F/none/a.nii | its folder does not exist",
        "box --out F/a.nii --size 0 | --size 0: expected whole numbers from 1 to 32768",
        "box --out F/a.nii --size 4,4 | --size 4,4: expected one number or three",
        "box --out F/a.nii --size 4,x,4 | --size 4,x,4: expected one number or three",
        "box --out F/a.nii --size 2.5 | --size 2.5: expected whole numbers",
        "box --out F/a.nii --size NaN | --size NaN: expected one number or three",
        "box --out F/a.nii --spacing 0 | --spacing 0: expected mm above 0",
        "box --out F/a.nii --spacing 1,NaN,1 | --spacing 1,NaN,1: expected one number or three",
        "box --out F/a.nii --spacing 0x1p3 | --spacing 0x1p3: expected one number or three",
        "box --out F/a.nii --size 4 --samples 0 | expected 1 to 16",
        "box --out F/a.nii --units hu | --units hu: expected per-mm or hounsfield",
        "box --out F/a.h5 --units hounsfield | only for NIfTI files",
        "box --out F/a.nii --dataset /ct | --dataset /ct: only for HDF5 files",
        "box --out F/a.h5 --size 4 --dataset / | cannot name an HDF5 dataset",
      })
  void badArgumentsEndInOneLine(String args, String expected) throws IOException {
    String[] split = args.replace("F/", folder + "/").split(" ");
    InputException e = assertThrows(InputException.class, () -> run(split));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(expected), message);
    assertFalse(message.contains("\n"), message);
    assertEquals(List.of(), files());
  }

  @Test
  void helpNamesEveryPhantomAndOption() {
    String help = new CommandLine(new PhantomCommand()).getUsageMessage();
    System.out.println(help);
    for (String word :
        List.of(
            "shepp-logan",
            "head",
            "box",
            "sphere",
            "--out",
            "--size",
            "--spacing",
            "--samples",
            "--units",
            "--dataset",
            "--overwrite",
            "Examples:")) {
      assertTrue(help.contains(word), word);
    }
    assertFalse(help.contains("null"), help);
  }
}
