package io.sinotrace.spark.task;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.HashedVolume;
import io.sinotrace.volume.io.InputState;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.FileNotFoundException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.conf.Configuration;

/** The volumes decoded in this JVM: each is read once and shared by all tasks. */
final class VolumeCache {
  /**
   * What memory is planned for. Where tasks of two scans overlap, those of the first hold on to
   * theirs.
   */
  private static final int KEPT = 1;

  private static final Map<Key, CompletableFuture<HashedVolume>> VOLUMES = new LinkedHashMap<>();

  private VolumeCache() {}

  /** Where one of its files has changed, it is another volume. */
  private record Key(VolumeSource source, InputState state) {}

  /**
   * Returns a volume, decoding it if no task of this JVM has yet.
   *
   * @throws InputException if it cannot be read
   */
  static HashedVolume get(VolumeSource source, Configuration conf) {
    Key key = key(source, conf);
    CompletableFuture<HashedVolume> mine = new CompletableFuture<>();
    CompletableFuture<HashedVolume> shared;
    synchronized (VOLUMES) {
      CompletableFuture<HashedVolume> there = VOLUMES.get(key);
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

  private static void decode(Key key, CompletableFuture<HashedVolume> into, Configuration conf) {
    try {
      into.complete(VolumeLoader.loadHashed(key.source(), conf));
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
    try {
      return new Key(source, InputState.of(source, conf));
    } catch (InputException e) {
      if (e.getCause() instanceof FileNotFoundException) {
        throw new InputException(e.getMessage() + " on this executor", e);
      }
      throw e;
    }
  }
}
