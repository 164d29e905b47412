package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sinotrace.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan of three files is compared with its manifest. */
class ScanCheckTest {
  private static final int FILES = 3;

  @TempDir Path temp;

  @BeforeEach
  void write() throws IOException {
    try (SinogramDataset dataset = SinogramDataset.open(out(), SampleScan.CONF, said -> {})) {
      new SampleScan(FILES).write(dataset, "head");
    }
  }

  private String out() {
    return temp.resolve("out").toString();
  }

  private FinishedScan scan() throws IOException {
    return FinishedScan.read(out(), "head", SampleScan.CONF, scan -> scan);
  }

  private void check(int from, int to) throws IOException {
    new ScanCheck(scan(), SampleScan.CONF).files(from, to);
  }

  private String damage(int from, int to) {
    return assertThrows(InputException.class, () -> check(from, to)).getMessage();
  }

  private static void flipABit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private void editManifest(Consumer<ObjectNode> edit) throws IOException {
    Path file = temp.resolve("out/scans/head.json");
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(Files.readAllBytes(file));
    edit.accept(manifest);
    Files.write(file, Json.MAPPER.writeValueAsBytes(manifest));
  }

  private static ObjectNode file(ObjectNode manifest, int number) {
    return (ObjectNode) manifest.withArray("files").get(number);
  }

  @Test
  void eachFileIsReadByThePartThatHasIt() throws IOException {
    scan().verify();
    Path second =
        temp.resolve("out/sinogram/scan=head").resolve(scan().manifest().files().get(1).name());
    flipABit(second);
    check(0, 1);
    check(2, FILES);
    assertTrue(damage(1, 2).startsWith(second + " has the checksum "));
    assertTrue(damage(0, FILES).startsWith(second + " has the checksum "));
    assertThrows(InputException.class, () -> scan().verify());
  }

  @Test
  void theFileOfViewsGoesWithTheFirst() throws IOException {
    Path views = temp.resolve("out/views/scan=head").resolve(scan().manifest().viewsName());
    flipABit(views);
    check(1, FILES);
    assertTrue(damage(0, 1).startsWith(views + " has the checksum "));
  }

  @Test
  void rowsThatAreMissingOrThereTwiceAreFound() throws IOException {
    String wrong = "sinogram/scan=head is not what the scan's manifest says; trace the scan again";
    editManifest(manifest -> manifest.withArray("files").remove(2));
    assertTrue(damage(0, 2).endsWith(wrong));
    editManifest(manifest -> manifest.withArray("files").add(file(manifest, 1).deepCopy()));
    assertTrue(damage(0, FILES).endsWith(wrong));
  }

  /** As in manifests of earlier versions. */
  @Test
  void whereTheManifestDoesNotSayTheRowsTheFilesDo() throws IOException {
    editManifest(
        manifest ->
            manifest.withArray("files").forEach(file -> ((ObjectNode) file).remove("tiles")));
    scan().verify();
    // The third file twice, and the second not at all.
    editManifest(
        manifest -> {
          ArrayNode files = manifest.withArray("files");
          files.remove(1);
          files.add(file(manifest, 1).deepCopy());
        });
    assertEquals(FILES, scan().manifest().files().size());
    assertTrue(damage(0, FILES).contains("is not what the scan's manifest says"));
  }

  @Test
  void whatIsNotRecordedOfTheViewsIsReadFromTheirFile() throws IOException {
    Path views = temp.resolve("out/views/scan=head");
    Files.move(views.resolve(scan().manifest().viewsName()), views.resolve("views.parquet"));
    editManifest(manifest -> manifest.remove("views"));
    scan().verify();
    Files.write(views.resolve("views.parquet"), new byte[100]);
    assertTrue(damage(0, 1).contains("views.parquet"));
  }
}
