package io.sinotrace.sinogram;

import java.io.Closeable;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A new file for Parquet to write, from front to end: counts and checks the bytes on their way.
 *
 * <p>Parquet's writer closes the file that it ends, but not one that it failed to write to: closing
 * this closes it in any case, once.
 */
final class ChecksummedOutput implements OutputFile, Closeable {
  private final Path path;
  private final Configuration conf;
  private final CRC32C crc = new CRC32C();
  private long bytes;
  private @Nullable FSDataOutputStream opened;

  ChecksummedOutput(Path path, Configuration conf) {
    this.path = path;
    this.conf = conf;
  }

  /** Returns the bytes written. */
  long bytes() {
    return bytes;
  }

  /** Returns the CRC-32C of the bytes written, in hexadecimal. */
  String crc32c() {
    return "%08x".formatted(crc.getValue());
  }

  /**
   * Makes the file.
   *
   * @throws IOException also if it exists
   */
  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    FSDataOutputStream out = Storage.of(path, conf).create(path, false);
    opened = out;
    return new PositionOutputStream() {
      @Override
      public long getPos() {
        return bytes;
      }

      @Override
      public void write(int b) throws IOException {
        out.write(b);
        crc.update(b);
        bytes++;
      }

      @Override
      public void write(byte[] b, int off, int len) throws IOException {
        out.write(b, off, len);
        crc.update(b, off, len);
        bytes += len;
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }

      @Override
      public void close() throws IOException {
        ChecksummedOutput.this.close();
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }

  @Override
  public void close() throws IOException {
    FSDataOutputStream out = opened;
    opened = null;
    if (out != null) {
      out.close();
    }
  }
}
