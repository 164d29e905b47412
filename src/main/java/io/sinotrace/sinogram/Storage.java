package io.sinotrace.sinogram;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The file systems that datasets are written to. */
final class Storage {
  private Storage() {}

  /**
   * Returns the file system of a path. On a local disk it is the raw one: the checksummed one would
   * strew .crc files over the dataset and halve the speed; the manifest has checksums of its own.
   */
  static FileSystem of(Path path, Configuration conf) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
    return fs instanceof LocalFileSystem local ? local.getRaw() : fs;
  }

  /** Returns what a small file holds. */
  static byte[] read(FileSystem fs, Path path) throws IOException {
    if (isLocal(fs)) {
      // Hadoop says of a file that may not be read that it is not there.
      return Files.readAllBytes(local(fs, path));
    }
    try (InputStream in = fs.open(path)) {
      return in.readAllBytes();
    }
  }

  /**
   * Writes a small file, in place of an older one if there is any, in a directory that is there.
   */
  static void replace(FileSystem fs, Path path, byte[] content) throws IOException {
    try (OutputStream out =
        isLocal(fs) ? Files.newOutputStream(local(fs, path)) : fs.create(path, true)) {
      out.write(content);
    }
  }

  /**
   * Makes a file in one step, and the directories that it lies in.
   *
   * @throws IOException also if it exists
   */
  static OutputStream create(FileSystem fs, Path path) throws IOException {
    if (isLocal(fs)) {
      // Hadoop would start a process to give the file the permissions that it has anyway, and looks
      // whether there is one before it makes one.
      java.nio.file.Path file = local(fs, path);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
    return fs.create(path, false);
  }

  private static boolean isLocal(FileSystem fs) {
    return fs instanceof RawLocalFileSystem && fs.getUri().getScheme().equals("file");
  }

  private static java.nio.file.Path local(FileSystem fs, Path path) {
    return ((RawLocalFileSystem) fs).pathToFile(path).toPath();
  }
}
