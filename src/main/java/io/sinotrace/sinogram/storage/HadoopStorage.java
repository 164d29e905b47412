package io.sinotrace.sinogram.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.jspecify.annotations.Nullable;

/** Any Hadoop file system that has directories and renames them in one step, as HDFS does. */
final class HadoopStorage extends FileSystemStorage {
  /** Tries to delete a directory that another process, or another thread, still writes to. */
  private static final int MOST_DELETIONS = 10;

  private final Configuration conf;

  HadoopStorage(FileSystem fs, Configuration conf) {
    super(fs);
    this.conf = conf;
  }

  @Override
  public NamedOutput create(Path file) throws IOException {
    if (!exists(file.getParent())) {
      throw new FileNotFoundException(file.getParent() + " is not there");
    }
    try {
      return new NamedOutput(file, fs.create(file, false));
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      throw exists(file, e);
    } catch (RemoteException e) {
      // The error of HDFS for a file that another client has made and not closed yet.
      if (exists(file)) {
        throw exists(file, e);
      }
      throw e;
    }
  }

  private static FileAlreadyExistsException exists(Path file, IOException cause) {
    FileAlreadyExistsException exists = new FileAlreadyExistsException(file.toString());
    exists.initCause(cause);
    return exists;
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    new NamedOutput(file, fs.create(file, true)).writeWhole(content);
  }

  @Override
  public void makeDirectories(Path directory) throws IOException {
    if (!fs.mkdirs(directory)) {
      throw new IOException(directory + " cannot be made");
    }
  }

  @Override
  public boolean isObjectStore() {
    return false;
  }

  @Override
  public boolean createNew(Path file, byte[] content) throws IOException {
    Path draft = new Path(file.getParent(), "." + UUID.randomUUID() + ".tmp");
    if (!exists(file.getParent())) {
      throw new FileNotFoundException(file.getParent() + " is not there");
    }
    try {
      new NamedOutput(file, fs.create(draft, false)).writeWhole(content);
      rename(draft, file);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException | FileAlreadyExistsException e) {
      return false;
    } finally {
      fs.delete(draft, false);
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    try {
      rename(from, to);
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException | FileAlreadyExistsException e) {
      if (!delete(to)) {
        throw e;
      }
      rename(from, to);
    }
  }

  @Override
  public void moveOver(Path from, Path to) throws IOException {
    FileContext files = context();
    if (files == null) {
      fs.delete(to, false);
      rename(from, to);
    } else {
      files.rename(from, to, Options.Rename.OVERWRITE);
    }
  }

  /** Returns the interface whose renames replace nothing; null where a file system has none. */
  private @Nullable FileContext context() throws IOException {
    try {
      return FileContext.getFileContext(fs.getUri(), conf);
    } catch (UnsupportedFileSystemException e) {
      return null;
    }
  }

  /** Renames to where nothing is: the older interface would move into a directory that is there. */
  private void rename(Path from, Path to) throws IOException {
    FileContext files = context();
    if (files != null) {
      files.rename(from, to, Options.Rename.NONE);
      return;
    }
    if (exists(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    if (!fs.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  @Override
  public boolean delete(Path path) throws IOException {
    Entry entry = entry(path);
    if (entry == null || (entry.isDirectory() && !list(path).isEmpty())) {
      return false;
    }
    return fs.delete(path, false);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        fs.delete(directory, true);
        return;
      } catch (DirectoryNotEmptyException e) {
        // A task of a job that failed may have made a file there meanwhile.
        if (attempt == MOST_DELETIONS) {
          throw e;
        }
      }
    }
  }
}
