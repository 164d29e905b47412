package io.sinotrace.volume.io.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A bzip2 stream, unpacked. Its own faults become {@link ZipException}s, which say that the data
 * are damaged; those of reading the packed bytes stay what they are.
 */
final class Bzip2Input extends InputStream {
  private final Source source;
  private final InputStream unpacked;

  Bzip2Input(InputStream packed) throws IOException {
    this.source = new Source(packed);
    InputStream opened;
    try {
      opened = new BZip2CompressorInputStream(source, true);
    } catch (IOException e) {
      throw fault(e);
    }
    this.unpacked = opened;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    try {
      return unpacked.read(bytes, from, count);
    } catch (IOException e) {
      throw fault(e);
    } catch (IndexOutOfBoundsException | IllegalStateException e) {
      // The library does not check everything that a damaged stream may hold.
      throw damaged(e);
    }
  }

  @Override
  public void close() throws IOException {
    unpacked.close();
  }

  private IOException fault(IOException e) {
    return source.failure == null ? damaged(e) : source.failure;
  }

  private static ZipException damaged(Exception e) {
    ZipException damaged = new ZipException("bzip2: " + e.getMessage());
    damaged.initCause(e);
    return damaged;
  }

  /** Remembers that the packed bytes could not be read. */
  private static final class Source extends FilterInputStream {
    private @Nullable IOException failure;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      try {
        return in.read(bytes, from, count);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
