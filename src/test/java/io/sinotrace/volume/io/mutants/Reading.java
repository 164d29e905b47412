package io.sinotrace.volume.io.mutants;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.HookedFileSystem;
import io.sinotrace.volume.io.HookedFileSystem.Request;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads a volume, and checks all that holds of good and of bad files alike. */
final class Reading {
  /** A file in the folder around that of the volume. */
  static final String OUTSIDE = "outside.raw";

  /** What a reader takes whatever the file: its buffers, and at the first time its classes. */
  private static final long HEAP_CONSTANT = 32 << 20;

  private static final long DIRECT_CONSTANT = 2 << 20;

  /** How often a reader may copy what a file holds. */
  private static final long COPIES = 8;

  private static final int LONGEST_MESSAGE = 1000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Configuration CONF = new Configuration(false);

  static {
    CONF.set("fs.hooked.impl", HookedFileSystem.class.getName());
  }

  private final Reader reader;
  private final Path folder;
  private final long length;

  private Reading(Reader reader, Path folder) throws IOException {
    this.reader = reader;
    this.folder = folder;
    try (Stream<Path> files = Files.list(folder)) {
      this.length = files.mapToLong(file -> file.toFile().length()).max().orElseThrow();
    }
  }

  /** Returns whether a volume loads; fails if it does neither that nor end in one line. */
  static boolean loads(Reader reader, Path folder) throws IOException {
    return new Reading(reader, folder).loads();
  }

  /** What came of reading: a grid or a volume, or else the reason why not. */
  private record Outcome<T>(@Nullable T result, @Nullable String refusal) {}

  private boolean loads() {
    VolumeSource source = reader.source(folder.resolve(reader.file()).toString());
    Outcome<VoxelGrid> grid = measured(() -> VolumeLoader.readGrid(source, CONF));
    Outcome<Volume> volume = measured(() -> VolumeLoader.load(source, CONF));
    if (volume.result() != null) {
      assertEquals(volume.result().grid(), grid.result(), "the grid of the header alone");
    } else if (grid.result() == null) {
      assertEquals(grid.refusal(), volume.refusal(), "the fault of the header alone");
    }
    assertSame(volume, again());
    return volume.result() != null;
  }

  /** Reads the volume again, from a file system that tells what is opened. */
  private Outcome<Volume> again() {
    Set<Path> opened = new ConcurrentSkipListSet<>();
    HookedFileSystem.before(
        (request, path) -> {
          if (request == Request.OPEN) {
            opened.add(Path.of(path.toUri().getPath()));
          }
        });
    VolumeSource source = reader.source("hooked:" + folder.resolve(reader.file()));
    Outcome<Volume> volume = measured(() -> VolumeLoader.load(source, CONF));
    for (Path path : opened) {
      assertEquals(folder, path.getParent(), () -> path + " was opened");
    }
    return volume;
  }

  private static void assertSame(Outcome<Volume> once, Outcome<Volume> again) {
    if (once.result() != null && again.result() != null) {
      assertArrayEquals(TestFiles.all(once.result()), TestFiles.all(again.result()));
    } else {
      assertEquals(beginning(once.refusal()), beginning(again.refusal()));
    }
  }

  /** Returns a message without the scheme of the file, and without its end: it may be cut. */
  private static @Nullable String beginning(@Nullable String message) {
    return message == null ? null : Messages.brief(message.replace("hooked:", ""), 200);
  }

  /** Runs an action, and checks what memory it takes and what it says. */
  private <T> Outcome<T> measured(Supplier<T> action) {
    long heapBefore = THREADS.getCurrentThreadAllocatedBytes();
    long directBefore = direct();
    Outcome<T> outcome = outcome(action);
    long heap = THREADS.getCurrentThreadAllocatedBytes() - heapBefore;
    long direct = direct() - directBefore;
    long claim = reader.expansion() * length;
    assertTrue(
        heap <= HEAP_CONSTANT + COPIES * claim,
        () -> "%d bytes of heap for a file of %d".formatted(heap, length));
    // Of a byte of a file at most one voxel is made, of four bytes.
    assertTrue(
        direct <= DIRECT_CONSTANT + Float.BYTES * claim,
        () -> "%d bytes off the heap for a file of %d".formatted(direct, length));
    return outcome;
  }

  private <T> Outcome<T> outcome(Supplier<T> action) {
    try {
      return new Outcome<>(action.get(), null);
    } catch (InputException e) {
      String message = String.valueOf(e.getMessage());
      assertFalse(
          message.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029),
          message);
      assertTrue(message.length() <= LONGEST_MESSAGE, message);
      // A header's fault may be the name of its file of voxels, which then is looked for beside it.
      assertTrue(message.contains(folder + "/"), message);
      return new Outcome<>(null, message);
    }
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
