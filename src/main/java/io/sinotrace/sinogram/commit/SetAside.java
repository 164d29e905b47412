package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The scans that runs have set aside: {@code set-aside.json} in the dataset, a list ordered by id.
 *
 * <p>It tells a person what to mend, and the next run which inputs need not be tried again. Nothing
 * else depends on it: of two runs that write it at the same moment, one may lose what the other
 * wrote, and then a scan is only tried once more.
 */
public final class SetAside {
  static final String FILE = "set-aside.json";

  private final Storage storage;
  private final Path root;

  /** What was there when it was read, less what {@link #forget} took out. */
  private final Map<String, Entry> entries;

  /** The entries that this run has changed; null where it has taken one out. */
  private final Map<String, @Nullable Entry> changes = new HashMap<>();

  /**
   * What a fault of an input depends on.
   *
   * @param path of the volume's file
   * @param bytes long
   * @param modified when it was last written, in milliseconds
   * @param settings stands for the arithmetic and the parts of the description that matter
   */
  public record Input(String path, long bytes, long modified, String settings) {}

  /**
   * A scan that was set aside.
   *
   * @param kind what is at fault, such as {@code input}
   * @param reason one line
   * @param time of the last try, in ISO 8601
   * @param tries how many runs have tried
   */
  public record Entry(String id, Input input, String kind, String reason, String time, int tries) {}

  private SetAside(Storage storage, Path root, Map<String, Entry> entries) {
    this.storage = storage;
    this.root = root;
    this.entries = entries;
  }

  /** Returns where the list of a dataset lies, as a person would type it. */
  public static String file(String dataset) {
    return Storage.shown(new Path(dataset, FILE));
  }

  /** Reads what is there; a file that is none of ours counts as empty. */
  public static SetAside read(String dataset, Configuration conf) throws IOException {
    Path root = new Path(dataset);
    Storage storage = Storage.of(root, conf);
    return new SetAside(storage, root, entries(storage, root));
  }

  private static Map<String, Entry> entries(Storage storage, Path root) throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    byte[] content = storage.read(new Path(root, FILE));
    if (content != null) {
      try {
        for (Entry entry : Json.MAPPER.readValue(content, new TypeReference<List<Entry>>() {})) {
          entries.put(entry.id(), entry);
        }
      } catch (IOException e) {
        // Written by something else, or half lost: the scans are tried again.
        entries.clear();
      }
    }
    return entries;
  }

  /**
   * Returns why a scan was set aside for a fault of its input, if that has not changed since; else
   * null.
   *
   * @param kind of the faults that count
   */
  public synchronized @Nullable String reason(String id, String kind, Input input) {
    Entry entry = entries.get(id);
    return entry != null && entry.kind().equals(kind) && entry.input().equals(input)
        ? entry.reason()
        : null;
  }

  /** Returns all, ordered by id. */
  public synchronized List<Entry> all() {
    return List.copyOf(entries.values());
  }

  /** Sets a scan aside; {@link #write} makes it last. */
  public synchronized void add(String id, Input input, String kind, String reason) {
    Entry before = entries.get(id);
    Entry entry =
        new Entry(
            id,
            input,
            kind,
            reason,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            before == null ? 1 : before.tries() + 1);
    entries.put(id, entry);
    changes.put(id, entry);
  }

  /** Takes out a scan that is there now, if it was set aside. */
  public synchronized void forget(String id) {
    if (entries.remove(id) != null) {
      changes.put(id, null);
    }
  }

  /** Writes what has changed into the file, beside what another run has written meanwhile. */
  public synchronized void write() throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    Map<String, Entry> all = entries(storage, root);
    changes.forEach(
        (id, entry) -> {
          if (entry == null) {
            all.remove(id);
          } else {
            all.put(id, entry);
          }
        });
    byte[] content = Json.MAPPER.writeValueAsBytes(List.copyOf(all.values()));
    if (storage.isObjectStore()) {
      storage.write(new Path(root, FILE), content);
    } else {
      Path draft = new Path(root, ".%s.%s.tmp".formatted(FILE, UUID.randomUUID()));
      storage.write(draft, content);
      storage.moveOver(draft, new Path(root, FILE));
    }
    changes.clear();
  }
}
