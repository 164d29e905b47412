package io.sinotrace.sinogram.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * An object store by way of S3A. Each operation takes as few requests as it can: no directories are
 * made, nobody looks for a directory where an object is put, and objects are deleted many at a
 * time, without the markers of directories that S3A's own deletion leaves.
 */
final class ObjectStorage extends FileSystemStorage {
  /** The option, and the name of the capability, to make an object only where there is none. */
  private static final String CONDITIONAL_CREATE = "fs.option.create.conditional.overwrite";

  /** S3A's option not to look for a directory where an object is put. */
  private static final String UNCHECKED_CREATE = "fs.s3a.create.performance";

  private static final String S3A = "s3a";

  ObjectStorage(FileSystem fs) {
    super(fs);
  }

  /** Returns whether it is an object store that makes objects on conditions, or should be one. */
  static boolean is(FileSystem fs) throws IOException {
    return S3A.equals(fs.getUri().getScheme()) || isConditional(fs);
  }

  private static boolean isConditional(FileSystem fs) throws IOException {
    return fs.hasPathCapability(new Path("/"), CONDITIONAL_CREATE);
  }

  @Override
  public boolean isObjectStore() {
    return true;
  }

  @Override
  public NamedOutput create(Path file) throws IOException {
    return new NamedOutput(file, builder(file).build());
  }

  private FSDataOutputStreamBuilder<?, ?> builder(Path file) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(file).overwrite(true);
    builder.opt(UNCHECKED_CREATE, true);
    return builder;
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    create(file).writeWhole(content);
  }

  /** The store itself decides whether there is one. */
  @Override
  public boolean createNew(Path file, byte[] content) throws IOException {
    if (!isConditional(fs)) {
      throw new IOException(
          ("%s: %s makes no objects on conditions, without which two runs may spoil each other's:"
                  + " expected S3A of Hadoop 3.4.2 or later, with fs.s3a.create.conditional.enabled")
              .formatted(Storage.shown(file), fs.getUri()));
    }
    FSDataOutputStreamBuilder<?, ?> builder = builder(file);
    builder.opt(CONDITIONAL_CREATE, true);
    try {
      new NamedOutput(file, builder.build()).writeWhole(content);
      return true;
    } catch (IOException e) {
      // Of what class the refusal is depends on the version, and the classes are S3A's own.
      if (exists(file)) {
        return false;
      }
      throw e;
    }
  }

  /** Nothing: an object needs no directory. */
  @Override
  public void makeDirectories(Path directory) {}

  @Override
  public void move(Path from, Path to) {
    throw new UnsupportedOperationException("an object store renames nothing in one step");
  }

  @Override
  public void moveOver(Path from, Path to) {
    throw new UnsupportedOperationException("an object store renames nothing in one step");
  }

  @Override
  public boolean delete(Path path) throws IOException {
    Entry entry = entry(path);
    if (entry == null || entry.isDirectory()) {
      return false;
    }
    deleteAll(List.of(path));
    return true;
  }

  @Override
  public void deleteAll(List<Path> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    try (BulkDelete deletion = fs.createBulkDelete(new Path("/"))) {
      int most = deletion.pageSize();
      for (int from = 0; from < files.size(); from += most) {
        List<Path> some =
            files.subList(from, Math.min(from + most, files.size())).stream()
                .map(fs::makeQualified)
                .toList();
        for (var failed : deletion.bulkDelete(some)) {
          throw new IOException(
              "%s cannot be deleted: %s".formatted(failed.getKey(), failed.getValue()));
        }
      }
    }
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> below = fs.listFiles(directory, true);
      while (below.hasNext()) {
        files.add(below.next().getPath());
      }
    } catch (FileNotFoundException e) {
      return;
    }
    deleteAll(files);
  }

  @Override
  public List<Upload> uploads(Path directory) throws IOException {
    return PendingUploads.below(fs, directory);
  }

  @Override
  public void abort(Upload upload) throws IOException {
    PendingUploads.abort(fs, upload);
  }
}
