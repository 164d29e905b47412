package io.sinotrace.sinogram.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * A local disk, without Hadoop's local file system. That would write .crc files into the dataset,
 * report a file that may not be read as missing, start a process to set the permissions that a new
 * file has anyway, and check for a file before it makes it instead of making it in one step.
 */
final class LocalStorage implements Storage {
  private final RawLocalFileSystem fs;

  LocalStorage(RawLocalFileSystem fs) {
    this.fs = fs;
  }

  private java.nio.file.Path local(Path path) {
    return fs.pathToFile(path).toPath();
  }

  @Override
  public @Nullable Entry entry(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(local(path), BasicFileAttributes.class);
      return new Entry(
          path,
          attributes.isDirectory(),
          attributes.size(),
          attributes.lastModifiedTime().toMillis());
    } catch (NoSuchFileException e) {
      return null;
    } catch (FileSystemException e) {
      if (isBelowFile(local(path))) {
        return null;
      }
      throw e;
    }
  }

  /** A path below a file does not exist; the system reports that as another error. */
  private static boolean isBelowFile(java.nio.file.Path path) {
    java.nio.file.Path above = path.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above != null && !Files.isDirectory(above);
  }

  @Override
  public List<Entry> list(Path directory) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<java.nio.file.Path> names = Files.list(local(directory))) {
      for (String name : names.map(path -> Objects.toString(path.getFileName())).toList()) {
        Path path = new Path(directory, name);
        Entry entry = entry(path);
        // A link without a target is an entry, too.
        entries.add(entry == null ? new Entry(path, false, 0, 0) : entry);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public byte @Nullable [] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(local(file));
    } catch (NoSuchFileException e) {
      return null;
    } catch (FileSystemException e) {
      if (isBelowFile(local(file))) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public NamedOutput create(Path file) throws IOException {
    try {
      return new NamedOutput(
          file,
          Files.newOutputStream(
              local(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException(Storage.shown(file.getParent()) + " is not there");
    }
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    new NamedOutput(file, Files.newOutputStream(local(file))).writeWhole(content);
  }

  @Override
  public void makeDirectories(Path directory) throws IOException {
    Files.createDirectories(local(directory));
  }

  @Override
  public boolean createNew(Path file, byte[] content) throws IOException {
    java.nio.file.Path target = local(file);
    java.nio.file.Path draft = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      new NamedOutput(file, Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW))
          .writeWhole(content);
      // A link appears at once and replaces nothing, which no rename of Java promises.
      Files.createLink(target, draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  @Override
  public boolean isObjectStore() {
    return false;
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    java.nio.file.Path target = local(to);
    // The system itself refuses to replace a directory that is not empty.
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.move(local(from), target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void moveOver(Path from, Path to) throws IOException {
    Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public boolean delete(Path path) throws IOException {
    try {
      return Files.deleteIfExists(local(path));
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    java.nio.file.Path root = local(directory);
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(java.nio.file.Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(java.nio.file.Path file, IOException e)
              throws IOException {
            // A task that is still writing there deletes its own files.
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              java.nio.file.Path folder, @Nullable IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
