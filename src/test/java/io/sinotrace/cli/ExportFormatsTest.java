package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pixels of a dataset in formats other than the default, by other readers than its own. */
class ExportFormatsTest {
  private static final int VIEWS = 3;
  private static final int ROWS = 19;
  private static final int COLUMNS = 23;

  @TempDir static Path temp;
  private static String dataset = "";

  @BeforeAll
  static void trace() {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    dataset =
        Exports.trace(
            temp,
            Samples.CONE,
            "geometry.views.count=3",
            "compute.partitions=4",
            "volume.materials=water-bone",
            "volume.effective-energy=60",
            "physics.protocols=[{name: ct, beam: {energy: 60}, dose: {photons: 1000}}]",
            "output.columns=[line_integral, ct.counts]");
  }

  private Cli.Result export(String... more) {
    List<String> args = new ArrayList<>(List.of("export", dataset));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(new String[0]));
  }

  private static String[] append(String[] options, String last) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add(last);
    return all.toArray(new String[0]);
  }

  private Cli.Result exported(String format, Path to, String... more) {
    Cli.Result result = Exports.export(dataset, format, to, more);
    assertEquals(0, result.code(), result.err());
    return result;
  }

  /** Returns the pixels as the dataset's files have them, [view][row][column]. */
  private List<Float> stored() {
    return stored("line_integral");
  }

  private List<Float> stored(String column) {
    List<Float> pixels = Exports.rows(dataset, column).stream().flatMap(List::stream).toList();
    assertEquals(VIEWS * ROWS * COLUMNS, pixels.size());
    return pixels;
  }

  private void assertPixels(Path file, int head) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer pixels =
        ByteBuffer.wrap(bytes, head, bytes.length - head).order(ByteOrder.LITTLE_ENDIAN);
    for (float pixel : stored()) {
      assertEquals(pixel, pixels.getFloat());
    }
    assertFalse(pixels.hasRemaining());
  }

  @Test
  void aMetaImageHasTheViewsAndItsGeometryBesideIt() throws IOException {
    Path file = temp.resolve("head.mha");
    Cli.Result result = exported("rtk", file);
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    int head = text.indexOf("ElementDataFile = LOCAL\n") + "ElementDataFile = LOCAL\n".length();
    assertTrue(text.contains("\nDimSize = 23 19 3\n"), text.substring(0, head));
    assertPixels(file, head);
    assertTrue(result.out().contains("rtkfdk --path " + temp + " --regexp"), result.out());
    Path geometry = temp.resolve("head-geometry.xml");
    assertEquals(3, Files.readString(geometry).split("</Projection>", -1).length - 1);
  }

  @Test
  void aNiftiHasAPlaneAView() throws IOException {
    Path file = temp.resolve("head.nii");
    exported("nifti", file);
    ByteBuffer head =
        ByteBuffer.wrap(Files.readAllBytes(file), 0, 352).order(ByteOrder.LITTLE_ENDIAN);
    // dim and pixdim of nifti1.h: pixels of 2.5 mm in rows 3 mm apart.
    for (int k = 0; k < 4; k++) {
      assertEquals(new int[] {3, COLUMNS, ROWS, VIEWS}[k], head.getShort(40 + 2 * k));
    }
    assertEquals(2.5f, head.getFloat(80));
    assertEquals(3f, head.getFloat(84));
    assertPixels(file, 352);
  }

  @Test
  void aTiffIsAViewWithTheHighestRowFirst() throws IOException {
    Path folder = temp.resolve("pictures");
    String told = exported("tiff", folder).out();
    assertTrue(told.contains("glob.glob(glob.escape(\"" + folder + "\") + \"/view-*.tif\")"), told);
    List<Float> stored = stored();
    for (int view = 0; view < VIEWS; view++) {
      Raster picture =
          ImageIO.read(folder.resolve("view-000" + view + ".tif").toFile()).getRaster();
      assertEquals(COLUMNS, picture.getWidth());
      assertEquals(ROWS, picture.getHeight());
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          assertEquals(
              stored.get((view * ROWS + row) * COLUMNS + column),
              picture.getSampleFloat(column, ROWS - 1 - row, 0));
        }
      }
    }
    Cli.Result again = export("--format", "tiff", "--to", folder.toString());
    assertEquals(2, again.code(), again.toString());
    assertTrue(again.err().contains("expected a new folder"), again.err());
    Cli.Result over = export("--format", "tiff", "--to", folder + "2", "--overwrite");
    assertEquals(2, over.code(), over.toString());
    assertTrue(over.err().contains("a folder is never replaced"), over.err());
  }

  @Test
  void integersAreTheNearest() throws IOException {
    Path folder = temp.resolve("integers");
    String[] options = {"--format", "tiff", "--to", folder.toString(), "--uint16", "--column"};
    // Line integrals and transmissions would become 0 and 1.
    for (String column : new String[] {"line_integral", "ct.transmission", "areal_density.bone"}) {
      Cli.Result refused = export(append(options, column));
      assertEquals(2, refused.code(), refused.toString());
      assertTrue(
          refused.err().contains("expected a --column such as ct.counts"), refused.toString());
    }
    Cli.Result result = export(append(options, "ct.counts"));
    List<Float> stored = stored("ct.counts");
    assertEquals(1000, stored.stream().max(Float::compare).orElseThrow(), 1e-3);
    assertTrue(stored.stream().anyMatch(counts -> counts < 999 && counts != Math.rint(counts)));
    assertEquals(0, result.code(), result.err());
    Raster picture = ImageIO.read(folder.resolve("view-0001.tif").toFile()).getRaster();
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        float value = stored.get((ROWS + row) * COLUMNS + column);
        assertEquals(value, picture.getSample(column, ROWS - 1 - row, 0), 0.5);
      }
    }
  }

  @Test
  void whatGoesWithNoFormatIsRefused() {
    Cli.Result unknown = export("--format", "none", "--to", temp.resolve("x.npy").toString());
    assertEquals(2, unknown.code(), unknown.toString());
    assertTrue(
        unknown
            .err()
            .contains(
                "--format none: expected astra, rtk, tigre, leap, dxchange, tiff, nifti or dicom-ct-pd"),
        unknown.err());
    Cli.Result integers = export("--uint16", "--to", temp.resolve("x.npy").toString());
    assertEquals(2, integers.code(), integers.toString());
    Cli.Result ending = export("--format", "rtk", "--to", temp.resolve("x.npy").toString());
    assertEquals(2, ending.code(), ending.toString());
    assertTrue(ending.err().contains("expected a name that ends in .mha"), ending.err());
    assertFalse(Files.exists(temp.resolve("x.npy")));
  }
}
