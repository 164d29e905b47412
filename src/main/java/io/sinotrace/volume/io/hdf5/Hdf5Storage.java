package io.sinotrace.volume.io.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Messages;
import io.sinotrace.TemporaryFolder;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.hdf5.layout.Hdf5Bytes;
import io.sinotrace.volume.io.hdf5.layout.UnsupportedHdf5Exception;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An open HDF5 file, on this machine's own disk. Other files are copied to a temporary folder
 * first, which is deleted on closing.
 */
final class Hdf5Storage implements AutoCloseable {
  /** An undamaged file needs less memory than this multiple of its size. */
  private static final long MAX_MEMORY = 4 * RawImage.MAX_EXPANSION;

  /**
   * Shorter files are handed to the library as a whole, of which it takes slices: from a channel it
   * reads into arrays of any length that a damaged file claims. A longer file may ask for the
   * longest array.
   */
  private static final long MAX_WHOLE = Integer.MAX_VALUE / RawImage.MAX_EXPANSION;

  private final VolumeFile file;
  private final @Nullable TemporaryFolder copy;
  private final FileChannel channel;

  private Hdf5Storage(VolumeFile file, @Nullable TemporaryFolder copy, FileChannel channel) {
    this.file = file;
    this.copy = copy;
    this.channel = channel;
  }

  /**
   * Opens a file.
   *
   * @throws InputException if it may not be read
   * @throws UncheckedIOException if it cannot be copied, for which the file is not at fault: trying
   *     again may help
   */
  static Hdf5Storage open(VolumeFile file) {
    // Throws with the reason if the file may not be read.
    file.head(1);
    TemporaryFolder copy = file.isLocal() ? null : copy(file);
    Path local = copy == null ? new File(file.path().toUri().getPath()).toPath() : copied(copy);
    try {
      return new Hdf5Storage(file, copy, FileChannel.open(local));
    } catch (IOException e) {
      close(copy);
      throw file.unreadable(e);
    }
  }

  private static Path copied(TemporaryFolder folder) {
    return folder.path().resolve("copy.h5");
  }

  private static TemporaryFolder copy(VolumeFile file) {
    TemporaryFolder folder = null;
    try {
      folder = TemporaryFolder.create();
      try (InputStream in = file.open()) {
        Files.copy(in, copied(folder));
      }
      return folder;
    } catch (IOException e) {
      close(folder);
      throw file.unreadable("cannot be copied to a temporary file", e);
    } catch (RuntimeException e) {
      close(folder);
      throw e;
    }
  }

  private static void close(@Nullable TemporaryFolder folder) {
    if (folder != null) {
      folder.close();
    }
  }

  /** Returns the groups and datasets of the file. Use only within {@link #guard}. */
  HdfFile hdf() {
    try {
      long size = channel.size();
      return size > MAX_WHOLE ? new HdfFile(channel) : HdfFile.fromByteBuffer(whole((int) size));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ByteBuffer whole(int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, bytes.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return bytes.rewind();
  }

  /** Returns the file's bytes. Use only within {@link #guard}. */
  Hdf5Bytes bytes() {
    try {
      return Hdf5Bytes.of(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the file it was opened from. */
  VolumeFile file() {
    return file;
  }

  /**
   * Runs an operation on the file and converts its exceptions: the file is damaged, or uses an
   * unsupported feature, or cannot be read now.
   *
   * <p>In a damaged file the library may throw any exception: a cycle may exhaust the stack, and a
   * wrong count of links a heap that an undamaged file of this size would not. If the heap is
   * smaller than that, an {@link OutOfMemoryError} does not show damage, and is rethrown.
   */
  <T> T guard(Supplier<T> action) {
    try {
      return action.get();
    } catch (InputException | InsufficientMemoryException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      if (freeHeap() / MAX_MEMORY > file.length()) {
        throw file.fault("is damaged: it claims lengths far beyond its own size");
      }
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw fault(e);
    }
  }

  private RuntimeException fault(Throwable e) {
    Throwable cause = e;
    while (true) {
      if (cause instanceof UncheckedIOException && cause.getCause() instanceof IOException io) {
        return file.unreadable(io);
      }
      if (cause instanceof ClosedChannelException closed) {
        // The task was cancelled during reading.
        return file.unreadable(closed);
      }
      if (cause instanceof UnsupportedHdf5Exception || cause instanceof UnsupportedHdfException) {
        return file.fault(
            ("uses what is not supported (%s): expected a plainer file, such as"
                    + " `h5repack -f NONE -l CONTI old.h5 new.h5` makes of it")
                .formatted(Messages.reason(cause)),
            e);
      }
      if (cause.getCause() == null || cause.getCause() == cause) {
        return file.fault(
            "is damaged, or not an HDF5 file that can be read: " + Messages.reason(cause), e);
      }
      cause = cause.getCause();
    }
  }

  private static long freeHeap() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.maxMemory() - (jvm.totalMemory() - jvm.freeMemory());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw file.unreadable(e);
    } finally {
      close(copy);
    }
  }
}
