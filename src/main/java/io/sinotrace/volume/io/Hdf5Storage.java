package io.sinotrace.volume.io;

import io.jhdf.HdfFile;
import io.sinotrace.InputException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An open HDF5 file, on this machine's own disk: the library maps it into memory. A file from
 * elsewhere is copied to a private temporary one first, which goes when this is closed.
 */
final class Hdf5Storage implements AutoCloseable {
  private final VolumeFile file;
  private final @Nullable Path copy;
  private final HdfFile hdf;

  private Hdf5Storage(VolumeFile file, @Nullable Path copy, HdfFile hdf) {
    this.file = file;
    this.copy = copy;
    this.hdf = hdf;
  }

  /**
   * Opens a file.
   *
   * @throws InputException if it may not be read, or is not an HDF5 file
   * @throws UncheckedIOException if it cannot be copied, which is not the file's fault: trying
   *     again may help
   */
  static Hdf5Storage open(VolumeFile file) {
    // The library calls a file that may not be read a damaged one; opened here, it is told apart.
    file.head(1);
    Path copy = file.isLocal() ? null : copy(file);
    Path local = copy == null ? new File(file.path().toUri().getPath()).toPath() : copy;
    try {
      return guard(file, () -> new Hdf5Storage(file, copy, new HdfFile(local)));
    } catch (InputException e) {
      delete(copy);
      throw e;
    }
  }

  private static Path copy(VolumeFile file) {
    Path copy = null;
    try {
      // On POSIX systems only this user may read what createTempFile makes.
      copy =
          Files.createTempFile(Path.of(System.getProperty("java.io.tmpdir")), "sinotrace-", ".h5");
      try (InputStream in = file.open()) {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      return copy;
    } catch (IOException e) {
      delete(copy);
      throw file.unreadable("cannot be copied to a temporary file", e);
    } catch (RuntimeException e) {
      delete(copy);
      throw e;
    }
  }

  private static void delete(@Nullable Path copy) {
    if (copy == null) {
      return;
    }
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      copy.toFile().deleteOnExit();
    }
  }

  /** Returns the open file. */
  HdfFile hdf() {
    return hdf;
  }

  /** Returns the file it was opened from. */
  VolumeFile file() {
    return file;
  }

  /**
   * Does something with the library, and turns what it throws into a fault of the file.
   *
   * <p>Damage shows in the library as any kind of exception; lengths it believes may even exhaust
   * memory or the stack.
   */
  <T> T guard(Supplier<T> action) {
    return guard(file, action);
  }

  private static <T> T guard(VolumeFile file, Supplier<T> action) {
    try {
      return action.get();
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | InternalError e) {
      throw file.fault("is not a readable HDF5 file: " + innermost(e), e);
    }
  }

  private static String innermost(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return VolumeFile.reason(cause);
  }

  @Override
  public void close() {
    try {
      guard(
          () -> {
            hdf.close();
            return true;
          });
    } finally {
      delete(copy);
    }
  }
}
