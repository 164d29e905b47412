package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that no program writes, made to break a reader or to keep it busy. */
class HostileFilesTest {
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
}
