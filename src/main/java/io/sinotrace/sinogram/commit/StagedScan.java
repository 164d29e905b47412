package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.commit.TracedScan.Staged;
import io.sinotrace.sinogram.commit.TracedScan.StagedPicture;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A scan being written; no reader by manifest sees it yet. */
public final class StagedScan {
  private final SinogramDataset dataset;
  private final Storage storage;
  private final DatasetPaths paths;
  private final String id;
  private final @Nullable Path directory;
  private boolean offered;

  /**
   * Begins; nothing is made yet.
   *
   * @param directory where the scan is prepared; null in an object store
   */
  StagedScan(SinogramDataset dataset, String id, @Nullable Path directory) {
    this.dataset = dataset;
    this.storage = dataset.storage();
    this.paths = dataset.paths();
    this.id = id;
    this.directory = directory;
  }

  /** Returns where tasks write its files. */
  public ScanDestination destination() {
    return new ScanDestination(
        paths.root().toString(), id, directory == null ? null : directory.toString());
  }

  /**
   * Commits the scan, in place of an older one of the same id if there is one.
   *
   * @throws InputException if a file that is not of the dataset is in the way
   */
  public CommitOutcome commit(TracedScan scan) throws IOException {
    CommittedScan existing = dataset.catalog().get(id);
    int number = existing == null ? 1 : existing.number() + 1;
    ScanManifest manifest = ScanManifest.of(id, scan, staging());
    if (existing != null) {
      finish(existing.manifest());
    }
    try {
      new Ownership(storage, paths)
          .requireFree(id, existing == null ? null : existing.manifest(), scan);
    } catch (InputException e) {
      if (storage.exists(paths.manifest(id, number))) {
        // What is in the way is of another run, which was faster.
        return lost(manifest);
      }
      throw e;
    }
    ScanCommit commit = directory == null ? null : new ScanCommit(storage, paths, directory);
    if (commit == null) {
      put(scan);
    } else {
      gather(scan, commit);
      commit.prepare(existing == null ? null : storage.read(paths.manifest(id, number - 1)));
    }
    storage.makeDirectories(paths.manifests());
    byte[] content = manifest.json();
    Path file = paths.manifest(id, number);
    // From here on it may be there, even if that is not known: then nothing is deleted.
    offered = true;
    // A storage that tries again by itself may find what its first try has made.
    if (!storage.createNew(file, content) && !Arrays.equals(storage.read(file), content)) {
      offered = false;
      return lost(manifest);
    }
    if (commit != null) {
      commit.finish(manifest);
    } else if (existing != null) {
      deleteOld(existing.manifest(), manifest);
    }
    dataset.catalog().committed(CommittedScan.of(manifest, number));
    return CommitOutcome.COMMITTED;
  }

  /** Finishes the commit before this one, which whoever made it may not have done yet. */
  private void finish(ScanManifest existing) throws IOException {
    String staging = existing.staging();
    if (staging != null) {
      new ScanCommit(storage, paths, new Path(paths.root(), staging)).finish(existing);
    }
  }

  /** Returns where the scan is prepared, from the dataset's root; null in an object store. */
  private @Nullable String staging() {
    return directory == null
        ? null
        : "%s/%s/%s"
            .formatted(
                paths.staging().getName(), directory.getParent().getName(), directory.getName());
  }

  /** Brings together the files of the attempts that succeeded. */
  private void gather(TracedScan scan, ScanCommit commit) throws IOException {
    Set<String> attempts = scan.files().stream().map(Staged::attempt).collect(Collectors.toSet());
    if (attempts.size() == 1) {
      move(attempts.iterator().next(), ScanCommit.SINOGRAM, commit);
    } else {
      storage.makeDirectories(commit.part(ScanCommit.SINOGRAM));
      for (Staged file : scan.files()) {
        storage.move(
            new Path(destination().sinogram(file.attempt()), file.file().name()),
            new Path(commit.part(ScanCommit.SINOGRAM), file.file().name()));
      }
    }
    move(scan.views().attempt(), ScanCommit.VIEWS, commit);
    for (String attempt :
        scan.previews().stream().map(StagedPicture::attempt).collect(Collectors.toSet())) {
      move(attempt, ScanCommit.PREVIEW, commit);
    }
    if (!scan.drawn().isEmpty()) {
      storage.makeDirectories(commit.part(ScanCommit.PREVIEW));
      for (Map.Entry<String, byte[]> picture : scan.drawn().entrySet()) {
        storage.write(
            new Path(commit.part(ScanCommit.PREVIEW), picture.getKey()), picture.getValue());
      }
    }
  }

  /** Moves all that an attempt, which succeeded, has written of one kind. */
  private void move(String attempt, String kind, ScanCommit commit) throws IOException {
    Path from =
        switch (kind) {
          case ScanCommit.SINOGRAM -> destination().sinogram(attempt);
          case ScanCommit.VIEWS -> destination().views(attempt);
          default -> destination().previews(attempt);
        };
    storage.move(from, commit.part(kind));
  }

  /** Writes the pictures that the tasks have not written. */
  private void put(TracedScan scan) throws IOException {
    for (Map.Entry<String, byte[]> picture : scan.drawn().entrySet()) {
      storage.write(paths.preview(picture.getKey()), picture.getValue());
    }
  }

  private CommitOutcome lost(ScanManifest manifest) throws IOException {
    discard();
    ManifestName newest = Catalog.newest(storage, paths).get(id);
    if (newest == null) {
      return CommitOutcome.LOST;
    }
    Path file = paths.manifest(id, newest.number());
    byte[] content = storage.read(file);
    if (content == null) {
      return CommitOutcome.LOST;
    }
    ScanManifest there = ScanManifest.parse(content, file);
    if (!there.fingerprint().equals(manifest.fingerprint())) {
      return CommitOutcome.LOST;
    }
    dataset.catalog().committed(CommittedScan.of(there, newest.number()));
    return CommitOutcome.ALREADY_THERE;
  }

  /** Deletes what the old manifest names and the new one does not. */
  private void deleteOld(ScanManifest old, ScanManifest scan) throws IOException {
    List<String> files = scan.files().stream().map(ScanManifest.File::name).toList();
    for (ScanManifest.File file : old.files()) {
      if (!files.contains(file.name())) {
        storage.delete(new Path(paths.sinogram(id), file.name()));
      }
    }
    if (!old.viewsName().equals(scan.viewsName())) {
      storage.delete(new Path(paths.views(id), old.viewsName()));
    }
    for (String preview : old.previews()) {
      if (!scan.previews().contains(preview)) {
        storage.delete(paths.preview(preview));
      }
    }
  }

  /**
   * Deletes what was written, unless it may have been committed. In an object store that is left to
   * prune: another run may be about to commit the same files.
   */
  public void discard() throws IOException {
    if (directory != null && !offered) {
      storage.deleteTree(directory);
    }
  }
}
