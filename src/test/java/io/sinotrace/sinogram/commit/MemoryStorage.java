package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.NamedOutput;
import io.sinotrace.sinogram.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A storage in memory that promises what local disks and HDFS do and no more, or what an object
 * store does; its clock goes on by one with each change.
 */
final class MemoryStorage implements Storage {
  private final boolean objectStore;

  /** Files, and directories, which have no content, by path. */
  private final NavigableMap<String, Node> nodes = new TreeMap<>();

  private long clock;

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared as a record
  private record Node(byte @Nullable [] content, long modified) {}

  MemoryStorage(boolean objectStore) {
    this.objectStore = objectStore;
    nodes.put("/", new Node(null, 0));
  }

  private static String key(Path path) {
    return path.toUri().getPath();
  }

  private Node node(byte @Nullable [] content) {
    return new Node(content, ++clock);
  }

  /** Returns a copy of all that lies below a directory, by the paths below it. */
  private Map<String, Node> below(String directory) {
    String prefix = directory + "/";
    Map<String, Node> below = new TreeMap<>();
    for (Map.Entry<String, Node> entry : nodes.tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      below.put(entry.getKey().substring(prefix.length()), entry.getValue());
    }
    return below;
  }

  /** Lets time pass. */
  synchronized void pass(long ticks) {
    clock += ticks;
  }

  /** Returns the paths of all files. */
  synchronized List<String> files() {
    List<String> files = new ArrayList<>();
    nodes.forEach(
        (path, node) -> {
          if (node.content() != null) {
            files.add(path);
          }
        });
    return files;
  }

  @Override
  public synchronized @Nullable Entry entry(Path path) {
    Node node = nodes.get(key(path));
    if (node == null) {
      // In an object store whatever has something below it looks like a directory.
      return objectStore && !below(key(path)).isEmpty() ? new Entry(path, true, 0, 0) : null;
    }
    byte[] content = node.content();
    return new Entry(path, content == null, content == null ? 0 : content.length, node.modified());
  }

  @Override
  public synchronized List<Entry> list(Path directory) {
    Set<String> names = new TreeSet<>();
    below(key(directory)).keySet().forEach(name -> names.add(name.split("/", 2)[0]));
    List<Entry> entries = new ArrayList<>();
    for (String name : names) {
      Entry entry = entry(new Path(directory, name));
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  @Override
  public synchronized byte @Nullable [] read(Path file) {
    Node node = nodes.get(key(file));
    return node == null ? null : node.content();
  }

  private void requireParent(Path path) throws IOException {
    Node parent = nodes.get(key(path.getParent()));
    if (!objectStore && (parent == null || parent.content() != null)) {
      throw new FileNotFoundException(path.getParent() + " is not there");
    }
  }

  @Override
  public NamedOutput create(Path file) {
    return new NamedOutput(
        file,
        new ByteArrayOutputStream() {
          @Override
          public void close() throws IOException {
            MemoryStorage.this.write(file, toByteArray());
          }
        });
  }

  @Override
  public synchronized boolean createNew(Path file, byte[] content) throws IOException {
    requireParent(file);
    return nodes.putIfAbsent(key(file), node(content)) == null;
  }

  @Override
  public synchronized void write(Path file, byte[] content) throws IOException {
    requireParent(file);
    nodes.put(key(file), node(content));
  }

  @Override
  public boolean isObjectStore() {
    return objectStore;
  }

  @Override
  public synchronized void makeDirectories(Path directory) throws IOException {
    if (objectStore) {
      return;
    }
    for (Path path = directory; path != null; path = path.getParent()) {
      Node there = nodes.get(key(path));
      if (there == null) {
        nodes.put(key(path), node(null));
      } else if (there.content() != null) {
        throw new FileAlreadyExistsException(path + " is a file");
      }
    }
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    Node there = nodes.get(key(to));
    if (there != null && (there.content() != null || !below(key(to)).isEmpty())) {
      throw new FileAlreadyExistsException(to.toString());
    }
    rename(from, to);
  }

  @Override
  public synchronized void moveOver(Path from, Path to) throws IOException {
    rename(from, to);
  }

  private void rename(Path from, Path to) throws IOException {
    if (objectStore) {
      throw new UnsupportedOperationException("an object store renames nothing in one step");
    }
    requireParent(to);
    Node node = nodes.get(key(from));
    if (node == null) {
      throw new FileNotFoundException(from.toString());
    }
    Map<String, Node> moved = new HashMap<>(below(key(from)));
    nodes.remove(key(from));
    nodes.put(key(to), node);
    moved.forEach(
        (name, inside) -> {
          nodes.remove(key(from) + "/" + name);
          nodes.put(key(to) + "/" + name, inside);
        });
    clock++;
  }

  @Override
  public synchronized boolean delete(Path path) {
    return below(key(path)).isEmpty() && nodes.remove(key(path)) != null;
  }

  @Override
  public synchronized void deleteTree(Path directory) {
    below(key(directory)).keySet().forEach(name -> nodes.remove(key(directory) + "/" + name));
    nodes.remove(key(directory));
  }
}
