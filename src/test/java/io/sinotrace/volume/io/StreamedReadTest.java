package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.Python;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.file.RangeSink;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of many times the memory of the JVM that reads them. */
@Tag("long")
class StreamedReadTest {
  @TempDir Path folder;

  /** Of 256 MiB, a fifth of which is there. */
  @Test
  void noReaderHoldsTheFile() throws Exception {
    LargeFiles files = new LargeFiles(folder, 128);
    read(
        48,
        127,
        List.of(
            files.nifti(),
            files.packedNifti(),
            files.npy(),
            files.nrrd("raw"),
            files.nrrd("gzip"),
            files.nrrd("bzip2"),
            files.metaImage(false),
            files.metaImage(true),
            files.vtiInXml(),
            files.vtiBehindXml(),
            files.packedVti(),
            files.tiff()));
  }

  @Test
  void norThoseOfAFolder() throws Exception {
    LargeFiles files = new LargeFiles(folder, 128);
    read(48, 127, List.of(files.tiffs(), files.dicom()));
  }

  /** Of 1 GiB, a twentieth of which is there. */
  @Test
  void howeverLargeItIs() throws Exception {
    LargeFiles files = new LargeFiles(folder, 512);
    read(48, 255, List.of(files.npy(), files.packedNifti(), files.packedVti()));
  }

  /** A TIFF that is read as a whole where that is no more than a few slices. */
  @Test
  void norATiffOfManySmallPages() throws Exception {
    read(48, 29, List.of(new LargeFiles(folder, 30).tiff()));
  }

  /** 1 GiB in packed chunks of 32 MiB, of which two are in memory beside what Spark needs. */
  @Test
  void ofHdf5AChunkIsInMemory() throws Exception {
    Path file = folder.resolve("chunks.h5");
    Python.run("h5py", "write_chunks.py", file, 512, LargeFiles.SIZE, 16);
    read(224, 255, List.of(file.toString()));
  }

  /**
   * Reads files in a JVM of so many MiB of heap.
   *
   * @param greatest voxel of each file
   */
  private static void read(int heap, int greatest, List<String> files)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:MaxDirectMemorySize=8m",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName()));
    command.addAll(files);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    String range = " 0.0 %d.0".formatted(greatest);
    assertEquals(
        files.stream().map(file -> Path.of(file).getFileName() + range).toList(),
        said.lines().filter(line -> line.endsWith(range)).toList(),
        said);
  }

  /** Reads files whole, and tells the range of each. */
  static final class Reader {
    private Reader() {}

    /** Returns the files of a folder. */
    private static @Nullable Slices slices(Path folder) throws IOException {
      if (!Files.isDirectory(folder)) {
        return null;
      }
      try (Stream<Path> files = Files.list(folder)) {
        return new Slices(files.map(file -> file.toUri().toString()).sorted().toList(), 0, false);
      }
    }

    public static void main(String[] files) throws IOException {
      for (String file : files) {
        boolean sized = file.matches(".*(npy|tif|tiffs|h5)");
        Vec3 spacing = sized ? new Vec3(1, 1, 1) : null;
        VolumeSource source =
            TestFiles.source(file, null, null, spacing, VoxelUnits.PER_MM, 0.02, Placement.FILE)
                .of(slices(Path.of(file)));
        RangeSink range =
            Objects.requireNonNull(
                VolumeLoader.report(source, source.parts().get(0), true, TestFiles.CONF).range());
        System.out.printf(
            "%s %s %s%n", Path.of(file).getFileName(), range.least(), range.greatest());
      }
    }
  }
}
