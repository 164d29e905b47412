package io.sinotrace.sinogram.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;

/** The operations on files that a dataset needs. A failure to write names the file. */
public interface Storage {
  /**
   * What is known of a file or directory.
   *
   * @param length in bytes; meaningless for a directory
   * @param modified when it was last written, in milliseconds, by the clock of the storage
   */
  record Entry(Path path, boolean isDirectory, long length, long modified) {
    /** Returns the last part of the path. */
    public String name() {
      return path.getName();
    }

    /** Returns whether it is hidden from listings, as the files that file browsers leave are. */
    public boolean isHidden() {
      return name().startsWith(".");
    }
  }

  /**
   * A file that somebody began to write in parts and has not finished.
   *
   * @param begun when, in milliseconds, by the clock of the storage
   * @param id what the storage knows it by
   */
  record Upload(Path path, long begun, String id) {}

  /** Returns the storage of a path. */
  static Storage of(Path path, Configuration conf) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
    if (fs instanceof LocalFileSystem local) {
      fs = local.getRaw();
    }
    if (fs instanceof RawLocalFileSystem raw && raw.getUri().getScheme().equals("file")) {
      return new LocalStorage(raw);
    }
    return ObjectStorage.is(fs) ? new ObjectStorage(fs) : new HadoopStorage(fs, conf);
  }

  /** Returns a path as a person would type it: without the scheme on the local disk. */
  static String shown(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  /** Returns what there is at a path, or null. */
  @Nullable Entry entry(Path path) throws IOException;

  /** Returns whether there is anything at a path. */
  default boolean exists(Path path) throws IOException {
    return entry(path) != null;
  }

  /** Returns what a directory holds, sorted by name; nothing if it is not there. */
  List<Entry> list(Path directory) throws IOException;

  /** Returns what a small file holds, or null if it is not there. */
  byte @Nullable [] read(Path file) throws IOException;

  /**
   * Makes a file in a directory that exists; in an object store, in place of another if there is
   * one.
   *
   * @throws FileNotFoundException if the directory does not exist: its run has ended and deleted it
   * @throws FileAlreadyExistsException if the file exists
   */
  NamedOutput create(Path file) throws IOException;

  /**
   * Makes a small file, whole at once, unless there is one: of several processes that try at once
   * one succeeds, and none ever sees a part of it.
   *
   * @return whether it was made
   * @throws IOException also if the directory is not there, where the storage has directories
   */
  boolean createNew(Path file, byte[] content) throws IOException;

  /** Writes a small file, in place of an older one if there is any. */
  void write(Path file, byte[] content) throws IOException;

  /**
   * Returns whether it is an object store: files appear whole when they are closed and may then be
   * put in each other's place, there are no directories, and nothing can be renamed in one step.
   */
  boolean isObjectStore();

  /** Makes a directory and its parents, if they do not exist; in an object store, nothing. */
  void makeDirectories(Path directory) throws IOException;

  /**
   * Moves a file or a directory in one step to a path where there is nothing, or an empty
   * directory, in a directory that exists: of several processes that try at once one succeeds.
   *
   * @throws UnsupportedOperationException in an object store; see {@link #isObjectStore}
   * @throws IOException also if there is something else, or the directory is not there
   */
  void move(Path from, Path to) throws IOException;

  /**
   * Moves a file to a path where another may be, which it replaces: in one step on local disks and
   * HDFS; on file systems without such an operation there is neither for a moment.
   *
   * @throws UnsupportedOperationException in an object store; see {@link #isObjectStore}
   */
  void moveOver(Path from, Path to) throws IOException;

  /**
   * Deletes a file or an empty directory.
   *
   * @return false if it is not there, or not empty
   */
  boolean delete(Path path) throws IOException;

  /** Deletes files, if they are there. */
  default void deleteAll(List<Path> files) throws IOException {
    for (Path file : files) {
      delete(file);
    }
  }

  /** Deletes a directory with all that is in it, or a file, if it is there. */
  void deleteTree(Path directory) throws IOException;

  /**
   * Returns the unfinished uploads below a directory; there are some in object stores only, where
   * they are what is left of the large files of processes that died.
   */
  default List<Upload> uploads(Path directory) throws IOException {
    return List.of();
  }

  /** Gives up an unfinished upload, if it is one still. */
  default void abort(Upload upload) throws IOException {}
}
