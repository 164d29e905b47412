package io.sinotrace.sinogram.parquet;

import io.sinotrace.sinogram.storage.NamedOutput;
import io.sinotrace.sinogram.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A new file for Parquet to write, which counts its bytes and computes their checksum.
 *
 * <p>Parquet's writer closes the stream of a file that it ends, and not that of one that it failed
 * to write to. Neither matters: closing this closes the file.
 */
final class ChecksummedOutput implements OutputFile, Closeable {
  /**
   * Bytes passed on at a time. Parquet writes its page headers byte by byte; and for much larger
   * writes to a local file Java allocates a new buffer each time.
   */
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final Configuration conf;
  private final CRC32C crc = new CRC32C();
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] one = new byte[1];
  private int buffered;
  private long bytes;
  private @Nullable NamedOutput opened;
  private boolean complete;

  /** What is kept in memory; null while bytes are written. */
  private @Nullable ByteArrayOutputStream held;

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
   * Makes the file, in a directory that exists.
   *
   * @throws IOException also if it exists
   */
  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    opened = Storage.of(path, conf).create(path);
    return new PositionOutputStream() {
      @Override
      public long getPos() {
        return held == null ? bytes : bytes + held.size();
      }

      @Override
      public void write(int b) throws IOException {
        one[0] = (byte) b;
        append(one, 0, 1);
      }

      @Override
      public void write(byte[] b, int off, int len) throws IOException {
        append(b, off, len);
      }

      @Override
      public void flush() throws IOException {
        passOn();
        Objects.requireNonNull(opened).flush();
      }

      @Override
      public void close() {
        // The end of the file may still be held.
      }
    };
  }

  /** Keeps what comes next in memory, until {@link #release}. */
  void hold() {
    held = new ByteArrayOutputStream();
  }

  /** Returns what has been kept since {@link #hold}, and drops it. */
  byte[] release() {
    byte[] kept = Objects.requireNonNull(held).toByteArray();
    held = null;
    return kept;
  }

  /** Writes bytes, or keeps them. */
  void append(byte[] b, int off, int len) throws IOException {
    if (held != null) {
      held.write(b, off, len);
      return;
    }
    for (int done = 0; done < len; ) {
      if (buffered == BUFFER) {
        passOn();
      }
      int some = Math.min(len - done, BUFFER - buffered);
      System.arraycopy(b, off + done, buffer, buffered, some);
      buffered += some;
      done += some;
    }
    bytes += len;
  }

  private void passOn() throws IOException {
    int count = buffered;
    // Not written again if this fails: then the file has failed.
    buffered = 0;
    Objects.requireNonNull(opened).write(buffer, 0, count);
    crc.update(buffer, 0, count);
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

  /** Says that all of the file has been written. */
  void complete() {
    complete = true;
  }

  /** Closes the file; one that is not complete is abandoned. */
  @Override
  public void close() throws IOException {
    NamedOutput out = opened;
    if (out == null) {
      return;
    }
    boolean whole = false;
    try {
      if (complete) {
        passOn();
        whole = true;
      }
    } finally {
      opened = null;
      if (whole) {
        out.close();
      } else {
        out.abandon();
      }
    }
  }
}
