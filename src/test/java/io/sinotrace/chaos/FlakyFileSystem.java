package io.sinotrace.chaos;

import io.sinotrace.WrappedInput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * Local files under the scheme flaky, in a storage whose requests fail at random: some have not
 * been done then, of others only the answer is lost.
 */
public final class FlakyFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "flaky";

  private static @Nullable SplittableRandom random;
  private static double share;
  private static int untilThen;
  private static int failures;

  /** What is asked of the storage. */
  private interface Request<T> {
    T send() throws IOException;
  }

  /**
   * From now on a share of all requests fails; none if it is 0.
   *
   * @param first so many requests are done before that
   */
  static synchronized void fail(double shareOfRequests, int first, SplittableRandom numbers) {
    share = shareOfRequests;
    untilThen = first;
    random = numbers;
  }

  /** Returns how many requests have failed. */
  static synchronized int failures() {
    return failures;
  }

  /** Returns a path of the local disk as one of this storage. */
  static String uri(java.nio.file.Path path) {
    return SCHEME + "://" + path.toAbsolutePath();
  }

  private static synchronized boolean fails(double part) {
    if (share == 0 || untilThen-- > 0) {
      return false;
    }
    boolean fails = Objects.requireNonNull(random).nextDouble() < share * part;
    failures += fails ? 1 : 0;
    return fails;
  }

  private static IOException failure(Object what) {
    return new IOException(what + ": connection reset");
  }

  /** Asks for something that changes nothing. */
  private static <T> T read(Object what, Request<T> request) throws IOException {
    if (fails(1)) {
      throw failure(what);
    }
    return request.send();
  }

  /** Asks for a change. */
  private static <T> T change(Object what, Request<T> request) throws IOException {
    if (fails(0.5)) {
      throw failure(what);
    }
    T answer = request.send();
    if (fails(0.5)) {
      throw failure(what);
    }
    return answer;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileStatus getFileStatus(Path f) throws IOException {
    return read(f, () -> super.getFileStatus(f));
  }

  @Override
  public FileStatus[] listStatus(Path f) throws IOException {
    return read(f, () -> super.listStatus(f));
  }

  @Override
  public boolean mkdirs(Path f) throws IOException {
    return change(f, () -> super.mkdirs(f));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return change(from, () -> super.rename(from, to));
  }

  @Override
  public boolean delete(Path f, boolean recursive) throws IOException {
    return change(f, () -> super.delete(f, recursive));
  }

  @Override
  public FSDataInputStream open(Path f, int bufferSize) throws IOException {
    return new FSDataInputStream(new Input(f, read(f, () -> super.open(f, bufferSize))));
  }

  @Override
  public FSDataOutputStream create(
      Path f,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return change(
        f,
        () ->
            new FSDataOutputStream(
                new Output(
                    f,
                    super.create(
                        f, permission, overwrite, bufferSize, replication, blockSize, progress)),
                null));
  }

  /** A file being read. */
  private static final class Input extends WrappedInput {
    private final Path path;

    Input(Path path, FSDataInputStream in) {
      super(in);
      this.path = path;
    }

    @Override
    public int read() throws IOException {
      return FlakyFileSystem.read(path, in::read);
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      return FlakyFileSystem.read(path, () -> in.read(bytes, from, count));
    }
  }

  /** A file being written: after a failure it has been closed, and what was sent may be there. */
  private static final class Output extends FilterOutputStream {
    private final Path path;

    Output(Path path, OutputStream out) {
      super(out);
      this.path = path;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (fails(1)) {
        out.write(bytes, from, count / 2);
        throw failure(path);
      }
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      out.close();
      if (fails(1)) {
        throw failure(path);
      }
    }
  }
}
