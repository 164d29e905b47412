package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.commit.TracedScan.Staged;
import io.sinotrace.sinogram.commit.TracedScan.StagedPicture;
import io.sinotrace.sinogram.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A scan being written; no reader by manifest sees it yet.
 *
 * <p>Where files can be renamed, all of it is prepared in the staging directory of the run; see
 * {@link StagedMove}. In an object store tasks write the Parquet files to their places, and only
 * pictures are staged. Readers by manifest see neither before the manifest names them. What must
 * not happen is that a process which is slow deletes, as files of an older commit, those that a
 * newer manifest names. No look before the deletion would rule that out, since there is no deleting
 * on a condition. So the files of each commit have names of their own there, which no later
 * manifest names: manifests of a number are made once, and the number is in the names (not in those
 * of the first, which are the same on all storages). Whoever deletes what manifest n names, because
 * n + 1 is there, may take as long as it likes. Runs that write the same scan under the same number
 * write the same bytes under the same names, and delete neither.
 *
 * <p>The names of a commit that did not come about could still be used again, by the next run; that
 * {@link Prune} does not delete them under its hands is the matter of {@link PruneMark}.
 */
public final class StagedScan {
  private final SinogramDataset dataset;
  private final Storage storage;
  private final DatasetPaths paths;
  private final String id;
  private final Path directory;
  private final @Nullable CommittedScan existing;
  private final String ownNames;
  private boolean offered;

  /**
   * Begins; nothing is made yet.
   *
   * @param directory where the scan is prepared
   * @param ownNames what tells the names of this run's files from those of others in an object
   *     store; empty if they may be the same
   */
  StagedScan(SinogramDataset dataset, String id, Path directory, String ownNames)
      throws IOException {
    this.dataset = dataset;
    this.storage = dataset.storage();
    this.paths = dataset.paths();
    this.id = id;
    this.directory = directory;
    this.existing = dataset.catalog().get(id);
    this.ownNames = ownNames;
  }

  /** Returns where tasks write its files. */
  public ScanDestination destination() {
    boolean inPlace = storage.isObjectStore();
    return new ScanDestination(
        paths.root().toString(), id, directory.toString(), inPlace, inPlace ? names() : "");
  }

  private String names() {
    return number() == 1 && ownNames.isEmpty() ? "" : "commit %d%s".formatted(number(), ownNames);
  }

  /** Returns the number of the manifest. */
  private int number() {
    return existing == null ? 1 : existing.number() + 1;
  }

  /**
   * Commits the scan, in place of an older one of the same id if there is one.
   *
   * @throws InputException if a file that is not of the dataset is in the way
   */
  public CommitOutcome commit(TracedScan scan) throws IOException {
    int number = number();
    StagedMove commit =
        storage.isObjectStore()
            ? null
            : new StagedMove(storage, directory, new ScanLayout(paths, id));
    ScanManifest manifest = ScanManifest.of(id, scan, commit == null ? null : staging());
    if (existing != null) {
      finish(existing);
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
    if (commit != null) {
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
      commit.finish(Set.copyOf(manifest.previews()));
    } else {
      putPictures(scan);
      if (existing != null) {
        deleteOld(existing.manifest(), manifest);
      }
    }
    dataset.catalog().committed(CommittedScan.of(manifest, number));
    return CommitOutcome.COMMITTED;
  }

  /** Finishes the commit before this one, which whoever made it may not have done yet. */
  private void finish(CommittedScan before) throws IOException {
    String staging = before.manifest().staging();
    if (staging != null) {
      new StagedMove(storage, new Path(paths.root(), staging), new ScanLayout(paths, id))
          .finish(Set.copyOf(before.manifest().previews()));
    } else if (storage.isObjectStore() && before.number() > 1) {
      Path file = paths.manifest(id, before.number() - 1);
      byte[] content = storage.read(file);
      if (content != null) {
        deleteOld(ScanManifest.parse(content, file), before.manifest());
      }
    }
  }

  /** Returns where the scan is prepared, from the dataset's root. */
  private String staging() {
    return "%s/%s/%s"
        .formatted(paths.staging().getName(), directory.getParent().getName(), directory.getName());
  }

  /** Brings together the files of the attempts that succeeded. */
  private void gather(TracedScan scan, StagedMove commit) throws IOException {
    Set<String> attempts = scan.files().stream().map(Staged::attempt).collect(Collectors.toSet());
    if (attempts.size() == 1) {
      move(attempts.iterator().next(), ScanLayout.SINOGRAM, commit);
    } else {
      storage.makeDirectories(commit.part(ScanLayout.SINOGRAM));
      for (Staged file : scan.files()) {
        storage.move(
            new Path(destination().sinogram(file.attempt()), file.file().name()),
            new Path(commit.part(ScanLayout.SINOGRAM), file.file().name()));
      }
    }
    move(scan.views().attempt(), ScanLayout.VIEWS, commit);
    for (String attempt :
        scan.previews().stream().map(StagedPicture::attempt).collect(Collectors.toSet())) {
      move(attempt, ScanLayout.PREVIEW, commit);
    }
    if (!scan.drawn().isEmpty()) {
      storage.makeDirectories(commit.part(ScanLayout.PREVIEW));
      for (Map.Entry<String, byte[]> picture : scan.drawn().entrySet()) {
        storage.write(
            new Path(commit.part(ScanLayout.PREVIEW), picture.getKey()), picture.getValue());
      }
    }
  }

  /** Moves all that an attempt, which succeeded, has written of one kind. */
  private void move(String attempt, String kind, StagedMove commit) throws IOException {
    Path from =
        switch (kind) {
          case ScanLayout.SINOGRAM -> destination().sinogram(attempt);
          case ScanLayout.VIEWS -> destination().views(attempt);
          default -> destination().previews(attempt);
        };
    storage.move(from, commit.part(kind));
  }

  /**
   * Puts the pictures in their places. They come after the manifest, so that those of a run that
   * dies before it are nowhere that a person looks; one that dies here leaves the older ones, or
   * none.
   */
  private void putPictures(TracedScan scan) throws IOException {
    for (StagedPicture picture : scan.previews()) {
      Path staged = new Path(destination().previews(picture.attempt()), picture.name());
      byte[] content = storage.read(staged);
      if (content == null) {
        throw new FileNotFoundException(Storage.shown(staged) + " is not there");
      }
      storage.write(paths.preview(picture.name()), content);
    }
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

  /** Deletes what an old manifest names and the one after it does not. */
  private void deleteOld(ScanManifest old, ScanManifest scan) throws IOException {
    List<Path> files = new ArrayList<>();
    Ownership.sinogramNames(old).stream()
        .filter(name -> !Ownership.sinogramNames(scan).contains(name))
        .forEach(name -> files.add(new Path(paths.sinogram(id), name)));
    if (!old.viewsName().equals(scan.viewsName())) {
      files.add(new Path(paths.views(id), old.viewsName()));
    }
    old.previews().stream()
        .filter(preview -> !scan.previews().contains(preview))
        .forEach(preview -> files.add(paths.preview(preview)));
    storage.deleteAll(files);
  }

  /**
   * Deletes what was staged, unless it may have been committed. Files that are in their places, in
   * an object store, are left to prune: another run may be about to commit the same ones.
   */
  public void discard() throws IOException {
    if (!offered) {
      storage.deleteTree(directory);
    }
  }
}
