package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import io.sinotrace.Messages;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The scans that runs have set aside, and the images that they could not make: {@code
 * set-aside.json} in the dataset, a list ordered by id and name.
 *
 * <p>It tells a person what to mend, and the next run which inputs need not be tried again. Nothing
 * else depends on it: of two runs that write it at the same moment, one may lose what the other
 * wrote, and then a scan is only tried once more.
 */
public final class SetAside {
  static final String FILE = "set-aside.json";

  private final Storage storage;
  private final Path root;

  /** What was there when it was read, less what was forgotten since. */
  private final Map<Key, Entry> entries;

  /** The entries that this run has changed; null where it has taken one out. */
  private final Map<Key, @Nullable Entry> changes = new HashMap<>();

  /**
   * What is set aside.
   *
   * @param image its name; empty for the scan itself
   */
  private record Key(String id, String image) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int ids = id.compareTo(other.id);
      return ids != 0 ? ids : image.compareTo(other.image);
    }
  }

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
   * A scan that was set aside, or an image of one that could not be made.
   *
   * @param image its name; null for the scan itself
   * @param input null for an image, which each run tries again
   * @param kind what is at fault, such as {@code INPUT}
   * @param reason one line
   * @param time of the last try, in ISO 8601
   * @param tries how many runs have tried
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      String id,
      @Nullable String image,
      @Nullable Input input,
      String kind,
      String reason,
      String time,
      int tries) {
    /** Takes texts on one line each: they are printed, and the file may be somebody else's. */
    public Entry {
      id = Messages.oneLine(id);
      image = image == null ? null : Messages.oneLine(image);
      kind = Messages.oneLine(kind);
      reason = Messages.oneLine(reason);
      time = Messages.oneLine(time);
    }

    private Key key() {
      return new Key(id, image == null ? "" : image);
    }
  }

  private SetAside(Storage storage, Path root, Map<Key, Entry> entries) {
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

  private static Map<Key, Entry> entries(Storage storage, Path root) throws IOException {
    Map<Key, Entry> entries = new TreeMap<>();
    byte[] content = storage.read(new Path(root, FILE));
    if (content != null) {
      try {
        List<Entry> list = Json.MAPPER.readValue(content, new TypeReference<List<Entry>>() {});
        if (list != null && list.stream().allMatch(Objects::nonNull)) {
          list.forEach(entry -> entries.put(entry.key(), entry));
        }
      } catch (IOException e) {
        // Written by something else, or half lost: the scans are tried again.
        return new TreeMap<>();
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
    Entry entry = entries.get(new Key(id, ""));
    return entry != null && entry.kind().equals(kind) && input.equals(entry.input())
        ? entry.reason()
        : null;
  }

  /** Returns all, ordered by id and name of the image. */
  public synchronized List<Entry> all() {
    return List.copyOf(entries.values());
  }

  /** Sets a scan aside; {@link #write} makes it last. */
  public synchronized void add(String id, Input input, String kind, String reason) {
    add(new Key(id, ""), input, kind, reason);
  }

  /** Says that an image could not be made; {@link #write} makes it last. */
  public synchronized void addImage(String id, String image, String kind, String reason) {
    add(new Key(id, image), null, kind, reason);
  }

  private void add(Key key, @Nullable Input input, String kind, String reason) {
    Entry before = entries.get(key);
    Entry entry =
        new Entry(
            key.id,
            key.image.isEmpty() ? null : key.image,
            input,
            kind,
            reason,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            before == null ? 1 : before.tries() + 1);
    entries.put(key, entry);
    changes.put(key, entry);
  }

  /** Takes out a scan that is there now, if it was set aside. */
  public synchronized void forget(String id) {
    forget(new Key(id, ""));
  }

  /** Takes out an image that is there now, if it could not be made before. */
  public synchronized void forgetImage(String id, String image) {
    forget(new Key(id, image));
  }

  /** Takes out the images of a scan that are not among those that are wanted. */
  public synchronized void forgetImagesBut(String id, Set<String> wanted) {
    entries.keySet().stream()
        .filter(key -> key.id.equals(id) && !key.image.isEmpty() && !wanted.contains(key.image))
        .toList()
        .forEach(this::forget);
  }

  private void forget(Key key) {
    if (entries.remove(key) != null) {
      changes.put(key, null);
    }
  }

  /** Writes what has changed into the file, beside what another run has written meanwhile. */
  public synchronized void write() throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    Map<Key, Entry> all = entries(storage, root);
    changes.forEach(
        (key, entry) -> {
          if (entry == null) {
            all.remove(key);
          } else {
            all.put(key, entry);
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
