package io.sinotrace.volume.io;

import java.io.IOException;
import java.net.URI;
import java.util.function.BiConsumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files under the scheme hooked: a test may do something whenever one is asked for. */
public final class HookedFileSystem extends RawLocalFileSystem {
  /** What is asked for. */
  public enum Request {
    STATUS,
    OPEN
  }

  private static volatile BiConsumer<Request, Path> hook = (request, path) -> {};

  /** Sets what is done before each request; nothing from then on that was set before. */
  public static void before(BiConsumer<Request, Path> action) {
    hook = action;
  }

  @Override
  public URI getUri() {
    return URI.create("hooked:///");
  }

  @Override
  public String getScheme() {
    return "hooked";
  }

  @Override
  public FileStatus getFileStatus(Path f) throws IOException {
    hook.accept(Request.STATUS, f);
    return super.getFileStatus(f);
  }

  @Override
  public FSDataInputStream open(Path f, int bufferSize) throws IOException {
    hook.accept(Request.OPEN, f);
    return super.open(f, bufferSize);
  }
}
