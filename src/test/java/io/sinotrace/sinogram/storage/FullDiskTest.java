package io.sinotrace.sinogram.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.sinogram.parquet.SinogramFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk says which file it has no place for. */
class FullDiskTest {
  @TempDir java.nio.file.Path temp;

  private static Configuration conf() {
    Configuration conf = new Configuration();
    conf.set("fs.no-space.impl", Full.class.getName());
    return conf;
  }

  private Path file() {
    return new Path("no-space://" + temp.resolve("file"));
  }

  @Test
  void aSmallFileIsNamedAndNotLeftHalfWritten() throws IOException {
    Storage storage = Storage.of(file(), conf());
    String line = file() + " cannot be written: No space left on device";
    IOException write =
        assertThrows(IOException.class, () -> storage.write(file(), new byte[] {1}));
    assertEquals(line, write.getMessage());
    Files.delete(temp.resolve("file"));
    IOException make =
        assertThrows(IOException.class, () -> storage.createNew(file(), new byte[] {1}));
    assertEquals(line, make.getMessage());
    assertFalse(Files.exists(temp.resolve("file")));
  }

  @Test
  void aSinogramIsNamed() throws IOException {
    SinogramFile sinogram =
        new SinogramFile(
            file(),
            conf(),
            Compression.NONE,
            new int[] {0},
            new int[] {0},
            1 << 16,
            ValueColumn.LINE_INTEGRALS);
    IOException e =
        assertThrows(
            IOException.class,
            () -> {
              try (sinogram) {
                sinogram.write(0, 0, new float[1 << 16], 0, 0);
              }
            });
    assertEquals(file() + " cannot be written: No space left on device", e.getMessage());
  }

  @Test
  void theDeviceOfLinuxThatIsAlwaysFullIsNamed() throws IOException {
    Path full = new Path("file:/dev/full");
    assumeTrue(Files.exists(java.nio.file.Path.of("/dev/full")));
    IOException e =
        assertThrows(IOException.class, () -> Storage.of(full, conf()).write(full, new byte[] {1}));
    assertEquals("/dev/full cannot be written: No space left on device", e.getMessage());
  }

  /** Local files that may be made, and have no room for a byte. */
  public static final class Full extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("no-space:///");
    }

    @Override
    public String getScheme() {
      return "no-space";
    }

    @Override
    public FSDataOutputStream create(
        Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      super.create(path, overwrite, bufferSize, replication, blockSize, progress).close();
      return new FSDataOutputStream(
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("No space left on device");
            }
          },
          null);
    }
  }
}
