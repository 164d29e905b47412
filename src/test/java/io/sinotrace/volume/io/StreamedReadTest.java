package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.file.RangeSink;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of 256 MiB of voxels, read by a JVM that has a fifth of that. */
@Tag("long")
class StreamedReadTest {
  private static final int SIZE = 1024;
  private static final int SLICES = 128;

  @TempDir Path folder;

  @Test
  void noReaderHoldsTheFile() throws Exception {
    List<String> files = new ArrayList<>();
    byte[] nifti = new TestFiles.Nifti(ByteOrder.LITTLE_ENDIAN, 4, SIZE, SIZE, SLICES).bytes();
    files.add(write("plain.nii", nifti));
    files.add(write("packed.nii.gz", nifti));
    files.add(write("array.npy", npy()));
    files.add(write("plain.nrrd", nrrd("raw")));
    files.add(write("packed.nrrd", nrrd("gzip")));
    files.add(meta("plain.mha", "False"));
    files.add(meta("packed.mha", "True"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:MaxDirectMemorySize=8m",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName()));
    command.addAll(files);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    List<String> expected = new ArrayList<>();
    files.forEach(file -> expected.add(Path.of(file).getFileName() + " 0.0 127.0"));
    assertEquals(expected, said.lines().filter(line -> line.endsWith(" 0.0 127.0")).toList(), said);
  }

  /** Each slice has the number of the slice in every voxel; packed where the name says so. */
  private String write(String name, byte[] header) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream plain = Files.newOutputStream(file)) {
      boolean whole = name.endsWith(".nii.gz");
      if (!whole) {
        plain.write(header);
      }
      OutputStream out = plain;
      if (name.startsWith("packed")) {
        out = name.endsWith(".mha") ? new DeflaterOutputStream(plain) : new GZIPOutputStream(plain);
      }
      if (whole) {
        out.write(header);
      }
      byte[] slice = new byte[SIZE * SIZE * Short.BYTES];
      for (int z = 0; z < SLICES; z++) {
        for (int k = 0; k < slice.length; k += Short.BYTES) {
          slice[k] = (byte) z;
        }
        out.write(slice);
      }
      out.close();
    }
    return file.toString();
  }

  private static byte[] npy() {
    return TestFiles.npy(
        1, "<i2", false, "(%d, %d, %d)".formatted(SLICES, SIZE, SIZE), new byte[0]);
  }

  private static byte[] nrrd(String encoding) {
    return TestFiles.ascii(
        """
        NRRD0004
        type: int16
        dimension: 3
        sizes: %d %d %d
        spacings: 1 1 1
        endian: little
        encoding: %s

        """
            .formatted(SIZE, SIZE, SLICES, encoding));
  }

  private String meta(String name, String compressed) throws IOException {
    return write(
        name,
        TestFiles.ascii(
            """
            ObjectType = Image
            NDims = 3
            DimSize = %d %d %d
            ElementSpacing = 1 1 1
            CompressedData = %s
            ElementByteOrderMSB = False
            ElementType = MET_SHORT
            ElementDataFile = LOCAL
            """
                .formatted(SIZE, SIZE, SLICES, compressed)));
  }

  /** Reads files whole, and tells the range of each. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] files) {
      for (String file : files) {
        Vec3 spacing = file.endsWith(".npy") ? new Vec3(1, 1, 1) : null;
        VolumeSource source =
            TestFiles.source(file, null, null, spacing, VoxelUnits.PER_MM, 0.02, Placement.FILE);
        RangeSink range =
            Objects.requireNonNull(
                VolumeLoader.report(source, source.parts().get(0), true, TestFiles.CONF).range());
        System.out.printf(
            "%s %s %s%n", Path.of(file).getFileName(), range.least(), range.greatest());
      }
    }
  }
}
