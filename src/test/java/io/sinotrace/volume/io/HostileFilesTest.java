package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.io.TestFiles.Nifti;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.hdf5.Hdf5ReaderTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that no program writes, made to break a reader or to keep it busy. */
class HostileFilesTest {
  /** Far more than is needed, and less than without the mends. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Path folder;

  HostileFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void fails(String name, byte[] bytes, String... words) {
    Rejected.fails(TestFiles.source(TestFiles.write(folder.resolve(name), bytes)), words);
  }

  /** A MetaImage header of one voxel. */
  private static byte[] metaImage(String more, String dataFile) {
    String text =
        """
        NDims = 3
        DimSize = 1 1 1
        ElementSpacing = 1 1 1
        ElementType = MET_UCHAR
        %s
        ElementDataFile = %s
        """;
    return text.formatted(more, dataFile).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void voxelsBehindTheGreatestPosition() {
    String skip = "HeaderSize = " + Long.MAX_VALUE;
    TestFiles.write(folder.resolve("voxels.raw"), new byte[1]);
    fails("a.mha", metaImage(skip, "LOCAL"), "1 bytes from byte " + Long.MAX_VALUE);
    fails("a.mhd", metaImage(skip, "voxels.raw"), "1 bytes from byte " + Long.MAX_VALUE);
    fails("b.mha", metaImage(skip + "\nCompressedData = 1", "LOCAL"), "more than 0 compressed");
  }

  @Test
  void namesOfDataFilesThatBreakTheLine() {
    fails("a.mhd", metaImage("", "a\u2028b.raw"), "/a b.raw: no such file");
    fails("a.mhd", metaImage("", "a\u0085b.raw"), "/a b.raw: no such file");
    String name = "x".repeat(10_000);
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                Rejected.load(
                    TestFiles.source(
                        TestFiles.write(folder.resolve("a.mhd"), metaImage("", name)))));
    Rejected.check(e, "/xxx", "...: no such file");
  }

  /** Returns a NIfTI-1 file of one voxel, before which {@code count} empty gzip members stand. */
  private static byte[] nifti(int count, int before) {
    byte[] empty = TestFiles.gzip();
    byte[] plain = Arrays.copyOf(new Nifti(ByteOrder.LITTLE_ENDIAN, 2, 1, 1, 1).bytes(), 353);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(TestFiles.gzip(Arrays.copyOf(plain, before)));
    for (int i = 0; i < count; i++) {
      out.writeBytes(empty);
    }
    out.writeBytes(TestFiles.gzip(Arrays.copyOfRange(plain, before, plain.length)));
    return out.toByteArray();
  }

  @Test
  void emptyGzipMembers() {
    fails("a.nii.gz", nifti(200_000, 100), "thousands of gzip members are empty");
    VolumeSource source =
        TestFiles.source(TestFiles.write(folder.resolve("b.nii.gz"), nifti(200_000, 352)));
    Rejected.readGrid(source);
    Rejected.check(
        assertThrows(InputException.class, () -> Rejected.load(source)),
        "b.nii.gz",
        "thousands of gzip members are empty");
    VolumeSource few = TestFiles.source(TestFiles.write(folder.resolve("c.nii.gz"), nifti(9, 352)));
    Rejected.load(few);
  }

  private void failsAsNumpy(String shape, String... words) {
    byte[] file = TestFiles.npy(2, "|u1", false, shape, new byte[60]);
    Path path = TestFiles.write(folder.resolve("a.npy"), file);
    Rejected.fails(Rejected.source(path, null, null, new Vec3(1, 1, 1)), words);
  }

  @Test
  void longHeadersOfNumpy() {
    failsAsNumpy("(3" + ", 1".repeat(15_000) + ", 4)", "shape (3, 1, 1", "expected three axes");
    String blanks = " ".repeat(65_000);
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (int i = 0; i < 10; i++) {
            failsAsNumpy("(3, 4, 5" + blanks + "x)", "expected three axes");
          }
        });
  }

  @Test
  void longNumbersOfMetaImage() {
    byte[] file = metaImage("ElementNumberOfChannels = 1" + "0".repeat(65_000) + "x", "LOCAL");
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (int i = 0; i < 50; i++) {
            fails("a.mha", file, "ElementNumberOfChannels = 100", "expected 1");
          }
        });
  }

  @Test
  void anHdf5HeapThatClaimsMoreThanTheFile() throws IOException {
    Path file = Hdf5ReaderTest.resource(folder, "structures.h5");
    byte[] bytes = Files.readAllBytes(file);
    // Behind the signature of a group's heap of names, its version and three unused bytes.
    int length = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("HEAP") + 8;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length, 1_500_000_000);
    Files.write(file, bytes);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Rejected.fails(Rejected.source(file, "/scans/ct", null, null), "structures.h5", "is damaged");
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 64 << 20, allocated + " bytes of heap");
  }

  @Test
  void hdf5ChunksThatAreMuchLargerThanTheDataset() throws IOException {
    Path file = Hdf5ReaderTest.resource(folder, "wide-chunks.h5");
    Rejected.fails(
        Rejected.source(file, "/ct", null, new Vec3(1, 1, 1)),
        "90000 chunks of [1, 1, 3000], 3000 bytes each");
  }
}
