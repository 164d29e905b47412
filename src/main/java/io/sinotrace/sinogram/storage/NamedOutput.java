package io.sinotrace.sinogram.storage;

import io.sinotrace.Messages;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/** A file being written; a failure, as on a full disk, names it. */
public final class NamedOutput extends FilterOutputStream {
  private final Path file;

  /** Passes on what is written to a file that is open. */
  public NamedOutput(Path file, OutputStream out) {
    super(out);
    this.file = file;
  }

  @Override
  public void write(int b) throws IOException {
    try {
      out.write(b);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    try {
      out.write(b, off, len);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Closes a file that is not complete. Where files appear when they are closed, none does: it
   * would take the place of a complete one of the same name. Elsewhere the part of it stays.
   */
  public void abandon() throws IOException {
    if (out instanceof FSDataOutputStream stream
        && stream.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
      stream.abort();
    }
    close();
  }

  /** Writes all of the file and closes it. */
  void writeWhole(byte[] content) throws IOException {
    try {
      write(content);
    } catch (IOException e) {
      try {
        abandon();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    close();
  }

  private IOException failure(IOException e) {
    return new IOException(Storage.shown(file) + " cannot be written: " + Messages.reason(e), e);
  }
}
