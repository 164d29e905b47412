package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.commit.CommitLayout.Part;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Moves a scan or an image that was committed from its staging directory to its place, on storages
 * that rename:
 *
 * <pre>
 * work/           files that attempts of tasks write
 * KIND/           those that are its own: see {@link ScanLayout} and {@link ImageLayout}
 * replaced.json   the manifest of the one whose place it takes, if there is one
 * old/            where the files that are in the place go; renamed to cleared/ once they have
 * </pre>
 *
 * <p>The manifest is the commit. It is made when all of this is complete, in one step and only
 * where there is none of its number, and names the staging directory. What follows changes nothing
 * for a reader by manifest, who looks for each file here, then in its place; a file goes that way
 * once, and the place may still hold an older file of the same name.
 *
 * <p>Any number of processes may {@link #finish} the same commit at once, such as the run that made
 * it and another that found it, and each may die at any step or be stopped for long:
 *
 * <ul>
 *   <li>The place is cleared only while {@code old/} is there, since a rename into a directory that
 *       is not there fails.
 *   <li>The new files are moved in only after {@code old/} was renamed, which one process does; so
 *       no slow process can clear them away. Each rename has one winner, and replaces nothing.
 *   <li>The next commit of the same is made by a process that has finished this one first.
 * </ul>
 *
 * <p>A reader of the directories alone sees the old scan, then nothing for a moment, then the new
 * one: the old sinogram goes before the old views, and the new views come before the new sinogram.
 *
 * <p>This holds if processes are killed. It does not hold for a power failure: files are not
 * synced.
 */
final class StagedMove {
  private static final String OLD = "old";
  private static final String CLEARED = "cleared";

  /** More than the steps in which another process may be faster. */
  private static final int MAX_ATTEMPTS = 20;

  private final Storage storage;
  private final Path directory;
  private final CommitLayout layout;

  /** Makes that of a staging directory, which need not be there. */
  StagedMove(Storage storage, Path directory, CommitLayout layout) {
    this.storage = storage;
    this.directory = directory;
    this.layout = layout;
  }

  /**
   * Finds a file that a manifest names; null if it is nowhere.
   *
   * @param root of the dataset
   * @param staging directory that the manifest names, from there; null if it names none
   * @param kind of the directory that the file is in
   * @param place where it belongs
   */
  static @Nullable Entry find(
      Storage storage, Path root, @Nullable String staging, String kind, Path place)
      throws IOException {
    if (staging != null) {
      // First here, since an older file of the same name may still be in the place; a file is moved
      // there once.
      Path staged = new Path(new Path(root, staging), kind);
      Entry entry = storage.entry(new Path(staged, place.getName()));
      if (entry != null) {
        return entry;
      }
    }
    return storage.entry(place);
  }

  Path part(String kind) {
    return new Path(directory, kind);
  }

  private Path replaced() {
    return part("replaced.json");
  }

  /**
   * Prepares to finish, before the manifest is made.
   *
   * @param old the manifest of what is there, to the byte; null if there is none
   */
  void prepare(byte @Nullable [] old) throws IOException {
    storage.makeDirectories(part(OLD));
    if (old != null) {
      storage.write(replaced(), old);
    }
  }

  /**
   * Moves the files to their places, unless that was done, and deletes the staging directory.
   *
   * @param files that the newest manifest names among {@link CommitLayout#files}; its staging
   *     directory is this one
   */
  void finish(Set<String> files) throws IOException {
    for (int attempt = 1; storage.exists(directory); attempt++) {
      try {
        moveIn();
        moveFiles(files);
        moveBack();
        // In one step, so that no process that is slow finds only a part of it.
        Path trash = new Path(directory.getParent(), "trash-" + UUID.randomUUID());
        storage.move(directory, trash);
        storage.deleteTree(trash);
      } catch (IOException e) {
        // Another process may have been faster in one step; the next attempt goes on from there.
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void moveIn() throws IOException {
    List<Part> parts = layout.directories();
    if (!storage.exists(part(CLEARED))) {
      for (Part part : parts) {
        clear(part);
      }
      storage.move(part(OLD), part(CLEARED));
    }
    for (int k = parts.size() - 1; k >= 0; k--) {
      Part part = parts.get(k);
      if (storage.exists(part(part.kind()))) {
        storage.makeDirectories(part.place().getParent());
        storage.move(part(part.kind()), part.place());
      }
    }
  }

  private void clear(Part part) throws IOException {
    if (storage.exists(part.place()) && !storage.delete(part.place())) {
      storage.move(part.place(), new Path(part(OLD), part.kind()));
    }
  }

  private void moveFiles(Set<String> files) throws IOException {
    Part part = layout.files();
    List<Entry> staged = storage.list(part(part.kind()));
    if (!staged.isEmpty()) {
      storage.makeDirectories(part.place());
    }
    for (Entry file : staged) {
      storage.moveOver(file.path(), new Path(part.place(), file.name()));
    }
    byte[] old = storage.read(replaced());
    if (old != null) {
      for (String name : layout.files(old, replaced())) {
        Path place = new Path(part.place(), name);
        if (!files.contains(name) && storage.exists(place)) {
          // Not deleted there: a process that is slow would delete that of the next commit.
          storage.move(place, new Path(part(CLEARED), name));
        }
      }
    }
  }

  /**
   * Moves back what was cleared away and is not of what was replaced, such as the files of a file
   * browser.
   */
  private void moveBack() throws IOException {
    byte[] old = storage.read(replaced());
    for (Part part : layout.directories()) {
      Predicate<String> replaced = layout.replaced(part.kind(), old, replaced());
      for (Entry entry : storage.list(new Path(part(CLEARED), part.kind()))) {
        Path back = new Path(part.place(), entry.name());
        // A file browser may have made its file anew; then that stays.
        if (!replaced.test(entry.name()) && !(entry.isHidden() && storage.exists(back))) {
          storage.makeDirectories(part.place());
          storage.move(entry.path(), back);
        }
      }
    }
  }
}
