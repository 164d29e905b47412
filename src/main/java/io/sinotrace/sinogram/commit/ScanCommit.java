package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The way of a scan from its staging directory into the dataset:
 *
 * <pre>
 * work/               files being written, by attempts of tasks
 * sinogram/           those that are the scan's
 * views/  preview/
 * replaced.json       the manifest of the scan whose place it takes, if there is one
 * manifest.json       the journal: once it is there, the scan is prepared
 * replaced-sinogram/  replaced-views/   the old scan's files on their way out
 * </pre>
 *
 * <p>A prepared scan is whole, and {@link #finish} brings it in, from wherever an earlier attempt
 * was cut off: every step looks whether it is done. A first writing ends with the manifest. A
 * replacement begins with it: the new manifest, in one step in place of the old one, says where the
 * new files lie meanwhile; so there is a whole scan by manifest at every moment. Then the old
 * sinogram goes out before the old views, and the new views come in before the new sinogram, so
 * that nobody who looks at directories alone sees views and sinogram of two scans.
 *
 * <p>This holds where a process dies. Nothing is forced to the disk against a failure of power.
 */
final class ScanCommit {
  static final String WORK = "work";
  static final String SINOGRAM = "sinogram";
  static final String VIEWS = "views";
  static final String PREVIEW = "preview";

  private final Storage storage;
  private final DatasetPaths paths;
  private final Ownership ownership;
  private final Path directory;

  /**
   * What is to be done.
   *
   * @param content of the new manifest, to the byte
   * @param oldContent of the old one; null if there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared as a record
  private record Journal(
      ScanManifest scan,
      byte[] content,
      @Nullable ScanManifest old,
      byte @Nullable [] oldContent) {}

  /**
   * Looks at a scan's staging directory.
   *
   * @param directory need not be there
   */
  ScanCommit(Storage storage, DatasetPaths paths, Path directory) {
    this.storage = storage;
    this.paths = paths;
    this.ownership = new Ownership(storage, paths);
    this.directory = directory;
  }

  Path part(String name) {
    return new Path(directory, name);
  }

  private Path journal() {
    return part("manifest.json");
  }

  private Path oldManifest() {
    return part("replaced.json");
  }

  boolean isPrepared() throws IOException {
    return storage.exists(journal());
  }

  /**
   * Writes the journal, once everything else is there.
   *
   * @param old the manifest that is there, to the byte; null if there is none
   */
  void prepare(ScanManifest scan, byte @Nullable [] old) throws IOException {
    if (old != null) {
      storage.write(oldManifest(), old);
    }
    writeWhole(journal(), scan.json());
  }

  /**
   * Brings a prepared scan in.
   *
   * @throws InputException if something that is not ours is in the way; the scan stays prepared
   */
  void finish() throws IOException {
    Journal journal = read();
    String id = journal.scan.id();
    requireOurs(journal);
    if (journal.old != null) {
      publish(journal);
    }
    if (storage.exists(part(SINOGRAM))) {
      moveOut(paths.sinogram(id), SINOGRAM);
      if (storage.exists(part(VIEWS))) {
        moveOut(paths.views(id), VIEWS);
        storage.move(part(VIEWS), paths.views(id));
      }
      storage.move(part(SINOGRAM), paths.sinogram(id));
    }
    movePreviews(journal);
    if (journal.old == null) {
      publish(journal);
    }
    giveBack(SINOGRAM, Ownership.sinogramNames(journal.old), paths.sinogram(id));
    giveBack(VIEWS, Ownership.viewsNames(journal.old), paths.views(id));
    storage.delete(journal());
    storage.deleteTree(directory);
  }

  private Journal read() throws IOException {
    byte[] content = Objects.requireNonNull(storage.read(journal()));
    byte[] old = storage.read(oldManifest());
    return new Journal(
        ScanManifest.parse(content, journal()),
        content,
        old == null ? null : ScanManifest.parse(old, oldManifest()),
        old);
  }

  private void requireOurs(Journal journal) throws IOException {
    String id = journal.scan.id();
    if (storage.exists(part(SINOGRAM))) {
      ownership.requireOurs(paths.sinogram(id), Ownership.sinogramNames(journal.old));
      if (storage.exists(part(VIEWS))) {
        ownership.requireOurs(paths.views(id), Ownership.viewsNames(journal.old));
      }
    }
    ownership.requireOurs(
        storage.list(part(PREVIEW)).stream().map(Entry::name).toList(), journal.old);
  }

  /** Puts the new manifest in place of the old one, in one step. */
  private void publish(Journal journal) throws IOException {
    Path manifest = paths.manifest(journal.scan.id());
    byte[] there = storage.read(manifest);
    if (Arrays.equals(there, journal.content)) {
      return;
    }
    if (!Arrays.equals(there, journal.oldContent)) {
      throw new InputException(
          "output.path: %s is in the way: it has changed since %s was prepared"
              .formatted(Storage.shown(manifest), Storage.shown(directory)));
    }
    writeWhole(manifest, journal.content);
  }

  private void moveOut(Path place, String kind) throws IOException {
    if (storage.exists(place)) {
      storage.move(place, old(kind));
    }
  }

  private Path old(String kind) {
    return part("replaced-" + kind);
  }

  private void movePreviews(Journal journal) throws IOException {
    for (Entry preview : storage.list(part(PREVIEW))) {
      storage.moveOver(preview.path(), paths.preview(preview.name()));
    }
    if (journal.old != null) {
      for (String preview : journal.old.previews()) {
        if (!journal.scan.previews().contains(preview)) {
          storage.delete(paths.preview(preview));
        }
      }
    }
  }

  /** What went out with the old files and is not ours, such as a file browser's, goes back. */
  private void giveBack(String kind, Set<String> ours, Path place) throws IOException {
    for (Entry entry : storage.list(old(kind))) {
      if (!ours.contains(entry.name())) {
        storage.move(entry.path(), new Path(place, entry.name()));
      }
    }
  }

  private void writeWhole(Path file, byte[] content) throws IOException {
    Path draft = part("draft.json");
    storage.write(draft, content);
    storage.moveOver(draft, file);
  }
}
