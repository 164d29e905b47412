package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.NamedOutput;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A storage as one process sees it, that tells of every operation before it is made. */
final class SteppedView implements Storage {
  private final Storage real;
  private final Step step;

  /** Is told of an operation. */
  interface Step {
    /**
     * Is told of one.
     *
     * @param change whether it may change something
     */
    void before(String what, Path path, boolean change);
  }

  SteppedView(Storage real, Step step) {
    this.real = real;
    this.step = step;
  }

  @Override
  public @Nullable Entry entry(Path path) throws IOException {
    step.before("looks for", path, false);
    return real.entry(path);
  }

  @Override
  public List<Entry> list(Path directory) throws IOException {
    step.before("lists", directory, false);
    return real.list(directory);
  }

  @Override
  public byte @Nullable [] read(Path file) throws IOException {
    step.before("reads", file, false);
    return real.read(file);
  }

  @Override
  public NamedOutput create(Path file) throws IOException {
    step.before("creates", file, true);
    return real.create(file);
  }

  @Override
  public boolean createNew(Path file, byte[] content) throws IOException {
    step.before("makes the only", file, true);
    return real.createNew(file, content);
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    step.before("writes", file, true);
    real.write(file, content);
  }

  @Override
  public boolean isObjectStore() {
    return real.isObjectStore();
  }

  @Override
  public void makeDirectories(Path directory) throws IOException {
    step.before("makes", directory, true);
    real.makeDirectories(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step.before("moves " + from + " to", to, true);
    real.move(from, to);
  }

  @Override
  public void moveOver(Path from, Path to) throws IOException {
    step.before("moves " + from + " over", to, true);
    real.moveOver(from, to);
  }

  @Override
  public boolean delete(Path path) throws IOException {
    step.before("deletes", path, true);
    return real.delete(path);
  }

  /** Deletes file by file, as local disks do. */
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
