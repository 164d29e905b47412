package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Moves a scan that was committed from its staging directory to its place, on storages that rename:
 *
 * <pre>
 * work/ATTEMPT/   files that attempts of tasks write
 * sinogram/       those that are the scan's
 * views/  preview/
 * replaced.json   the manifest of the scan whose place it takes, if there is one
 * old/            where the files that are in the place go; renamed to cleared/ once they have
 * </pre>
 *
 * <p>The manifest is the commit. It is made when all of this is complete, in one step and only
 * where there is none of its number, and names the staging directory. What follows changes nothing
 * for a reader by manifest, who looks for each file here, then in its place; a file goes that way
 * once, and the place may still hold an older file of the same name.
 *
 * <p>Any number of processes may {@link #finish} the same scan at once, such as the run that
 * committed it and another that found it, and each may die at any step or be stopped for long:
 *
 * <ul>
 *   <li>The place is cleared only while {@code old/} is there, since a rename into a directory that
 *       is not there fails.
 *   <li>The new files are moved in only after {@code old/} was renamed, which one process does; so
 *       no slow process can clear them away. Each rename has one winner, and replaces nothing.
 *   <li>The next commit of the scan is made by a process that has finished this one first.
 * </ul>
 *
 * <p>A reader of the directories alone sees the old scan, then nothing for a moment, then the new
 * one: the old sinogram goes before the old views, and the new views come before the new sinogram.
 *
 * <p>This holds if processes are killed. It does not hold for a power failure: files are not
 * synced.
 */
final class ScanCommit {
  static final String WORK = "work";
  static final String SINOGRAM = "sinogram";
  static final String VIEWS = "views";
  static final String PREVIEW = "preview";

  private static final String OLD = "old";
  private static final String CLEARED = "cleared";

  /** More than the steps in which another process may be faster. */
  private static final int MAX_ATTEMPTS = 20;

  private final Storage storage;
  private final DatasetPaths paths;
  private final Path directory;

  /** Makes the commit of a staging directory, which need not be there. */
  ScanCommit(Storage storage, DatasetPaths paths, Path directory) {
    this.storage = storage;
    this.paths = paths;
    this.directory = directory;
  }

  Path part(String name) {
    return new Path(directory, name);
  }

  private Path replaced() {
    return part("replaced.json");
  }

  /**
   * Prepares to finish, before the manifest is made.
   *
   * @param old the manifest of the scan that is there, to the byte; null if there is none
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
   * @param scan the newest manifest of its id; its staging directory is this one
   */
  void finish(ScanManifest scan) throws IOException {
    for (int attempt = 1; storage.exists(directory); attempt++) {
      try {
        if (storage.exists(part(SINOGRAM))) {
          moveIn(scan.id());
        }
        movePreviews(scan);
        moveBack(scan.id());
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

  private void moveIn(String id) throws IOException {
    if (!storage.exists(part(CLEARED))) {
      clear(paths.sinogram(id), SINOGRAM);
      clear(paths.views(id), VIEWS);
      storage.move(part(OLD), part(CLEARED));
    }
    if (storage.exists(part(VIEWS))) {
      storage.makeDirectories(paths.views(id).getParent());
      storage.move(part(VIEWS), paths.views(id));
    }
    storage.makeDirectories(paths.sinogram(id).getParent());
    storage.move(part(SINOGRAM), paths.sinogram(id));
  }

  private void clear(Path place, String kind) throws IOException {
    if (storage.exists(place) && !storage.delete(place)) {
      storage.move(place, new Path(part(OLD), kind));
    }
  }

  private @Nullable ScanManifest old() throws IOException {
    byte[] content = storage.read(replaced());
    return content == null ? null : ScanManifest.parse(content, replaced());
  }

  private void movePreviews(ScanManifest scan) throws IOException {
    List<Entry> previews = storage.list(part(PREVIEW));
    if (!previews.isEmpty()) {
      storage.makeDirectories(paths.previews());
    }
    for (Entry preview : previews) {
      storage.moveOver(preview.path(), paths.preview(preview.name()));
    }
    ScanManifest old = old();
    if (old != null) {
      for (String preview : old.previews()) {
        Path place = paths.preview(preview);
        if (!scan.previews().contains(preview) && storage.exists(place)) {
          // Not deleted there: a process that is slow would delete that of the next scan.
          storage.move(place, new Path(part(CLEARED), preview));
        }
      }
    }
  }

  /**
   * Moves back what was cleared away and is not of the old scan, such as the files of a file
   * browser.
   */
  private void moveBack(String id) throws IOException {
    ScanManifest old = old();
    moveBack(SINOGRAM, Ownership.sinogramNames(old), paths.sinogram(id));
    moveBack(VIEWS, Ownership.viewsNames(old), paths.views(id));
  }

  private void moveBack(String kind, Set<String> ofScan, Path place) throws IOException {
    for (Entry entry : storage.list(new Path(part(CLEARED), kind))) {
      Path back = new Path(place, entry.name());
      // A file browser may have made its file anew; then that stays.
      if (!ofScan.contains(entry.name()) && !(entry.isHidden() && storage.exists(back))) {
        storage.move(entry.path(), back);
      }
    }
  }
}
