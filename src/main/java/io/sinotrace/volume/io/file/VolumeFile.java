package io.sinotrace.volume.io.file;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.geometry.Affine;
import io.sinotrace.volume.VoxelGrid;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * An existing file on any Hadoop file system, and the errors about it. Two are equal if their path,
 * length and modification time are.
 */
public final class VolumeFile {
  /** The most characters of the description of a fault in a message. */
  private static final int MAX_MESSAGE = 300;

  private final FileSystem fileSystem;
  private final Path path;
  private final FileLabel label;
  private final long length;
  private final long modified;

  private VolumeFile(FileSystem fileSystem, Path path, FileLabel label, FileStatus status) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.label = label;
    this.length = status.getLen();
    this.modified = status.getModificationTime();
  }

  /**
   * Finds a file.
   *
   * @param uri a Hadoop path or a local path
   * @throws InputException if there is no such file, it is a directory or empty, or it may not be
   *     read
   */
  public static VolumeFile find(String uri, Configuration conf) {
    String shown = Messages.brief(uri, MAX_MESSAGE);
    Path path;
    FileSystem fileSystem;
    try {
      path = new Path(uri);
      fileSystem = path.getFileSystem(conf);
    } catch (IllegalArgumentException e) {
      throw new InputException(shown + ": not a path that can be opened: " + Messages.reason(e), e);
    } catch (IOException e) {
      throw ReadFailure.of(shown + ": not a path that can be opened: " + Messages.reason(e), e);
    }
    return find(fileSystem, path, new FileLabel(uri, path.getName(), false));
  }

  private static VolumeFile find(FileSystem fileSystem, Path path, FileLabel label) {
    try {
      return of(fileSystem, path, label, fileSystem.getFileStatus(path));
    } catch (IOException e) {
      throw label.failure("cannot be read", e);
    }
  }

  /**
   * Returns a file that was looked up.
   *
   * @param path fully qualified
   * @param status null if there is no such file
   * @throws InputException if there is none, or it is a directory or empty
   */
  static VolumeFile of(
      Path path, FileLabel label, @Nullable FileStatus status, Configuration conf) {
    if (status == null) {
      throw label.failure("cannot be read", new FileNotFoundException());
    }
    return of(fileSystem(path, label, conf), path, label, status);
  }

  /** Returns a file that was listed; it may be empty. */
  public static VolumeFile listed(FileStatus status, Configuration conf) {
    return listed(status, FileLabel.of(status.getPath()), conf);
  }

  /**
   * As above, of a file whose path is told nowhere.
   *
   * @param shown what messages call it
   */
  public static VolumeFile hidden(FileStatus status, String shown, Configuration conf) {
    return listed(status, new FileLabel(shown, shown, true), conf);
  }

  private static VolumeFile listed(FileStatus status, FileLabel label, Configuration conf) {
    Path path = status.getPath();
    return new VolumeFile(fileSystem(path, label, conf), path, label, status);
  }

  private static FileSystem fileSystem(Path path, FileLabel label, Configuration conf) {
    try {
      return path.getFileSystem(conf);
    } catch (IOException e) {
      throw label.failure("cannot be read", e);
    }
  }

  private static VolumeFile of(
      FileSystem fileSystem, Path path, FileLabel label, FileStatus status) {
    if (status.isDirectory()) {
      throw new InputException(label.shown() + ": is a directory: expected a file");
    }
    if (status.getLen() == 0) {
      throw new InputException(label.shown() + ": is empty");
    }
    return new VolumeFile(fileSystem, path, label, status);
  }

  /** Returns whether the file had its present length and time when it was listed again. */
  public boolean isStill(@Nullable FileStatus status) {
    return status != null
        && !status.isDirectory()
        && status.getLen() == length
        && status.getModificationTime() == modified;
  }

  /**
   * Returns whether a header may name another file so: a file in the header's own folder. A name
   * with a colon is a URI, one with a separator a path: both may leave the folder.
   */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ' || c == 127);
  }

  /**
   * Finds another file in this file's folder.
   *
   * @param name one that {@link #isName} allows
   */
  public VolumeFile sibling(String name) {
    Path other = beside(name);
    return find(fileSystem, other, FileLabel.of(other));
  }

  /** Returns whether there is a file of a name, which {@link #isName} allows, in this folder. */
  public boolean hasSibling(String name) {
    try {
      return fileSystem.exists(beside(name));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Returns the path of another file in this file's folder, which need not exist. */
  public Path beside(String name) {
    return new Path(path.getParent(), name);
  }

  /** Returns the last part of the path; of a hidden file what messages call it. */
  public String fileName() {
    return label.name();
  }

  /** Returns the path as messages show it. */
  String shown() {
    return label.shown();
  }

  /** Returns the size in bytes. */
  public long length() {
    return length;
  }

  /** Returns when it was last written, in milliseconds, by the clock of its file system. */
  public long modified() {
    return modified;
  }

  /** Returns the path. */
  public Path path() {
    return path;
  }

  /** Returns whether the file lies on a file system of this machine. */
  public boolean isLocal() {
    return "file".equals(fileSystem.getUri().getScheme());
  }

  /**
   * Opens the file for reading.
   *
   * @throws InputException if it may not be read
   */
  public FSDataInputStream open() {
    try {
      return fileSystem.open(path);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads the beginning of the file: {@code count} bytes, or all if it is shorter. */
  public byte[] head(int count) {
    try (InputStream in = open()) {
      return in.readNBytes((int) Math.min(count, length));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Returns an error that names this file. */
  public InputException fault(String message) {
    return new InputException(described(message));
  }

  /** Returns an error about a setting that names this file. */
  public InputException fault(Setting setting, String message) {
    return new InputException(setting, described(message));
  }

  /** Returns an error that names this file, with its cause. */
  public InputException fault(String message, Throwable cause) {
    return label.hidden() ? fault(message) : new InputException(described(message), cause);
  }

  /** Returns what an error of this file says of it, without the name. */
  public String withoutName(InputException e) {
    String message = Messages.reason(e);
    String name = label.shown() + ": ";
    return message.startsWith(name) ? message.substring(name.length()) : message;
  }

  private String described(String message) {
    return label.shown() + ": " + Messages.brief(message, MAX_MESSAGE);
  }

  /**
   * Returns the fault of a file that could not be read to its end: an {@link InputException} where
   * the file is at fault, an {@link UncheckedIOException} where trying again may help.
   */
  public RuntimeException unreadable(IOException e) {
    return unreadable("cannot be read", e);
  }

  /** As above, for another operation than reading. */
  public RuntimeException unreadable(String what, IOException e) {
    return label.failure(what, e);
  }

  /**
   * Returns a grid; errors about it name this file.
   *
   * @param indexToWorld in mm; zeros of either sign are taken as +0, so that equal grids are equal
   */
  public VoxelGrid grid(long nx, long ny, long nz, Affine indexToWorld) {
    if (Math.max(nx, Math.max(ny, nz)) > VoxelGrid.MAX_AXIS) {
      throw fault(
          "has %d x %d x %d voxels: each axis may have at most %d"
              .formatted(nx, ny, nz, VoxelGrid.MAX_AXIS));
    }
    double[] rows = indexToWorld.toArray();
    for (int i = 0; i < rows.length; i++) {
      rows[i] += 0.0;
    }
    try {
      return new VoxelGrid((int) nx, (int) ny, (int) nz, Affine.ofRows(rows));
    } catch (InputException e) {
      throw fault(Messages.reason(e), e);
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof VolumeFile other
        && path.equals(other.path)
        && length == other.length
        && modified == other.modified;
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, length, modified);
  }
}
