package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.VolumeSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The volumes decoded in this JVM: each is read once and shared by all tasks. */
final class VolumeCache {
  /**
   * What memory is planned for. Where tasks of two scans overlap, those of the first hold on to
   * theirs.
   */
  private static final int KEPT = 1;

  private static final Map<Key, CompletableFuture<Volume>> VOLUMES = new LinkedHashMap<>();

  private VolumeCache() {}

  /** A file that has changed is another volume. */
  private record Key(VolumeSource source, long length, long modified) {}

  /**
   * Returns a volume, decoding it if no task of this JVM has yet.
   *
   * @throws InputException if it cannot be read
   */
  static Volume get(VolumeSource source, Configuration conf) {
    Key key = key(source, conf);
    CompletableFuture<Volume> mine = new CompletableFuture<>();
    CompletableFuture<Volume> shared;
    synchronized (VOLUMES) {
      CompletableFuture<Volume> there = VOLUMES.get(key);
      if (there == null) {
        makeRoom();
        VOLUMES.put(key, mine);
        shared = mine;
      } else {
        shared = there;
      }
    }
    if (shared == mine) {
      decode(key, mine, conf);
    }
    try {
      return shared.join();
    } catch (CompletionException e) {
      // The task that decoded has failed; its fault is every waiting task's.
      throw e.getCause() instanceof RuntimeException fault ? fault : e;
    }
  }

  private static void decode(Key key, CompletableFuture<Volume> into, Configuration conf) {
    try {
      into.complete(VolumeLoader.load(key.source(), conf));
    } catch (InputException e) {
      // Kept: the next task would only find the same fault, and a mended file has another key.
      into.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      synchronized (VOLUMES) {
        VOLUMES.remove(key, into);
      }
      into.completeExceptionally(e);
    }
  }

  /** Drops the oldest; their memory is freed when no task holds them any more. */
  private static void makeRoom() {
    Iterator<Key> oldest = VOLUMES.keySet().iterator();
    while (VOLUMES.size() >= KEPT && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }

  private static Key key(VolumeSource source, Configuration conf) {
    Path path = new Path(source.uri());
    try {
      FileStatus status = path.getFileSystem(conf).getFileStatus(path);
      return new Key(source, status.getLen(), status.getModificationTime());
    } catch (FileNotFoundException e) {
      throw new InputException("%s: there is no such file on this executor".formatted(path), e);
    } catch (IOException e) {
      // May pass: the task is to be tried again.
      throw new UncheckedIOException(e);
    }
  }
}
