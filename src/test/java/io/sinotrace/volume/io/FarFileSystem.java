package io.sinotrace.volume.io;

import io.sinotrace.WrappedInput;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;

/**
 * Local files under the scheme far, as if they were elsewhere; files and folders with "secret" in
 * their name may not be read, folders with "broken" in it cannot be, and of files with "flaky" in
 * it no more than a kilobyte.
 */
public final class FarFileSystem extends RawLocalFileSystem {
  @Override
  public URI getUri() {
    return URI.create("far:///");
  }

  @Override
  public String getScheme() {
    return "far";
  }

  @Override
  public FSDataInputStream open(Path f, int bufferSize) throws IOException {
    if (f.getName().contains("secret")) {
      throw new AccessControlException("user=nobody, access=READ");
    }
    FSDataInputStream in = super.open(f, bufferSize);
    return f.getName().contains("flaky") ? new FSDataInputStream(new Flaky(in)) : in;
  }

  @Override
  public FileStatus[] listStatus(Path f) throws IOException {
    if (f.getName().contains("secret")) {
      throw new AccessControlException("user=nobody, access=READ_EXECUTE, inode=" + f);
    }
    if (f.getName().contains("broken")) {
      throw new IOException("I/O error for dir " + f.toUri().getPath());
    }
    return super.listStatus(f);
  }

  /** A connection that breaks after a kilobyte. */
  private static final class Flaky extends WrappedInput {
    Flaky(FSDataInputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      if (getPos() >= 1024) {
        throw new IOException("connection reset");
      }
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      if (getPos() >= 1024) {
        throw new IOException("connection reset");
      }
      return in.read(bytes, from, Math.min(count, 1024));
    }
  }
}
