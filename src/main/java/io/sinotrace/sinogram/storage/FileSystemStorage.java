package io.sinotrace.sinogram.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** What any of Hadoop's file systems is asked for in the same way. */
abstract class FileSystemStorage implements Storage {
  final FileSystem fs;

  FileSystemStorage(FileSystem fs) {
    this.fs = fs;
  }

  private static Entry entry(FileStatus status) {
    return new Entry(
        status.getPath(), status.isDirectory(), status.getLen(), status.getModificationTime());
  }

  @Override
  public @Nullable Entry entry(Path path) throws IOException {
    try {
      return entry(fs.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  @Override
  public List<Entry> list(Path directory) throws IOException {
    try {
      return Stream.of(fs.listStatus(directory))
          .filter(status -> !isItself(status, directory))
          .map(FileSystemStorage::entry)
          .sorted(Comparator.comparing(Entry::name))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** The listing of a file is the file. */
  private static boolean isItself(FileStatus status, Path directory) {
    return status.getPath().toUri().getPath().equals(directory.toUri().getPath());
  }

  @Override
  public byte @Nullable [] read(Path file) throws IOException {
    try (InputStream in = fs.open(file)) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      return null;
    }
  }
}
