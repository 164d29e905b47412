package io.sinotrace;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;

/** A file of a file system, of which a subclass reads in its own way. */
public abstract class WrappedInput extends FSInputStream {
  protected final FSDataInputStream in;

  protected WrappedInput(FSDataInputStream in) {
    this.in = in;
  }

  @Override
  public void seek(long position) throws IOException {
    in.seek(position);
  }

  @Override
  public long getPos() throws IOException {
    return in.getPos();
  }

  @Override
  public boolean seekToNewSource(long position) {
    return false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
