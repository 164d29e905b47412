package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Moves a scan from its staging directory into the dataset:
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
 * <p>A prepared scan is complete, and {@link #finish} publishes it, also where an earlier attempt
 * was interrupted: every step first checks whether it was done. A new scan is published with its
 * manifest last. A replacement begins with the manifest: in one step it takes the place of the old
 * one, and says where the new files lie until they are moved; so at every moment the manifest leads
 * to a complete scan. Then the old sinogram is moved away before the old views, and the new views
 * are moved in before the new sinogram, so that a reader of the directories alone never sees the
 * views of one scan and the sinogram of another.
 *
 * <p>This holds if a process is killed. It does not hold for a power failure: files are not synced.
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
   * The manifests that a commit is about.
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
   * Makes the commit of a staging directory.
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
   * Writes the journal, after everything else.
   *
   * @param old the manifest that is there, to the byte; null if there is none
   */
  void prepare(ScanManifest scan, byte @Nullable [] old) throws IOException {
    if (old != null) {
      storage.write(oldManifest(), old);
    }
    writeComplete(journal(), scan.json());
  }

  /**
   * Publishes a prepared scan.
   *
   * @throws InputException if a file that is not of the dataset is in the way; the scan stays
   *     prepared
   */
  void finish() throws IOException {
    Journal journal = read();
    String id = journal.scan.id();
    requireFree(journal);
    if (journal.old != null) {
      publish(journal);
    }
    if (storage.exists(part(SINOGRAM))) {
      moveAway(paths.sinogram(id), SINOGRAM);
      if (storage.exists(part(VIEWS))) {
        moveAway(paths.views(id), VIEWS);
        storage.move(part(VIEWS), paths.views(id));
      }
      storage.move(part(SINOGRAM), paths.sinogram(id));
    }
    movePreviews(journal);
    if (journal.old == null) {
      publish(journal);
    }
    moveBack(SINOGRAM, Ownership.sinogramNames(journal.old), paths.sinogram(id));
    moveBack(VIEWS, Ownership.viewsNames(journal.old), paths.views(id));
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

  private void requireFree(Journal journal) throws IOException {
    String id = journal.scan.id();
    if (storage.exists(part(SINOGRAM))) {
      ownership.requireFree(paths.sinogram(id), Ownership.sinogramNames(journal.old));
      if (storage.exists(part(VIEWS))) {
        ownership.requireFree(paths.views(id), Ownership.viewsNames(journal.old));
      }
    }
    ownership.requireFree(
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
          Setting.OUTPUT,
          "%s is in the way: it has changed since %s was prepared"
              .formatted(Storage.shown(manifest), Storage.shown(directory)));
    }
    writeComplete(manifest, journal.content);
  }

  private void moveAway(Path place, String kind) throws IOException {
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

  /**
   * Moves back what was moved away with the old files and is not of the scan, such as the files of
   * a file browser.
   */
  private void moveBack(String kind, Set<String> scanFiles, Path place) throws IOException {
    for (Entry entry : storage.list(old(kind))) {
      if (!scanFiles.contains(entry.name())) {
        storage.move(entry.path(), new Path(place, entry.name()));
      }
    }
  }

  private void writeComplete(Path file, byte[] content) throws IOException {
    Path draft = part("draft.json");
    storage.write(draft, content);
    storage.moveOver(draft, file);
  }
}
