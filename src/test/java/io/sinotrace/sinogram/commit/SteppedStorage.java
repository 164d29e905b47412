package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.NamedOutput;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A storage that counts the steps that change it, lets somebody look at it after each, and is gone
 * after some number of them, as for a process that dies there. Heartbeats are let through: they
 * come from another thread.
 */
final class SteppedStorage implements Storage {
  private final Storage real;
  private final int last;
  private final Look look;
  private int steps;

  /** Looks at the storage. */
  interface Look {
    void look(String step) throws IOException;
  }

  private interface Change {
    void make() throws IOException;
  }

  /** The process is gone. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  SteppedStorage(Storage real, int last, Look look) {
    this.real = real;
    this.last = last;
    this.look = look;
  }

  int steps() {
    return steps;
  }

  private void step(String what, Path path, Change change) throws IOException {
    if (path.getName().equals(Heartbeat.FILE)) {
      change.make();
      return;
    }
    if (steps == last) {
      throw new Died();
    }
    change.make();
    steps++;
    look.look("step %d: %s %s".formatted(steps, what, path));
  }

  @Override
  public @Nullable Entry entry(Path path) throws IOException {
    return real.entry(path);
  }

  @Override
  public List<Entry> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public byte @Nullable [] read(Path file) throws IOException {
    return real.read(file);
  }

  @Override
  public NamedOutput create(Path file) throws IOException {
    throw new UnsupportedOperationException("not by way of the storage");
  }

  @Override
  public boolean createNew(Path file, byte[] content) throws IOException {
    boolean[] made = new boolean[1];
    step("makes the only", file, () -> made[0] = real.createNew(file, content));
    return made[0];
  }

  @Override
  public boolean isObjectStore() {
    return real.isObjectStore();
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    step("makes", file, () -> real.write(file, new byte[0]));
    step("half writes", file, () -> real.write(file, Arrays.copyOf(content, content.length / 2)));
    step("writes", file, () -> real.write(file, content));
  }

  @Override
  public void makeDirectories(Path directory) throws IOException {
    step("makes", directory, () -> real.makeDirectories(directory));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step("moves " + from + " to", to, () -> real.move(from, to));
  }

  @Override
  public void moveOver(Path from, Path to) throws IOException {
    step("moves " + from + " over", to, () -> real.moveOver(from, to));
  }

  @Override
  public boolean delete(Path path) throws IOException {
    boolean there = real.exists(path);
    step("deletes", path, () -> real.delete(path));
    return there && !real.exists(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    for (Entry entry : list(directory)) {
      if (entry.isDirectory()) {
        deleteTree(entry.path());
      } else {
        delete(entry.path());
      }
    }
    delete(directory);
  }
}
