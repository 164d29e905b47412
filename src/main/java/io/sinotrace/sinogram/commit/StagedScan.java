package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.parquet.ViewsFile;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A scan being written; no reader sees it yet. */
public final class StagedScan {
  private final SinogramDataset dataset;
  private final Configuration conf;
  private final String id;
  private final StagedRun run;
  private final Path directory;

  /** Part of the names of the files, so that files of another run are never taken for these. */
  private final String writing = UUID.randomUUID().toString().substring(24);

  StagedScan(SinogramDataset dataset, Configuration conf, String id, StagedRun run) {
    this.dataset = dataset;
    this.conf = conf;
    this.id = id;
    this.run = run;
    this.directory = run.scan(id);
  }

  /** Makes its directory, empty. */
  void make() throws IOException {
    run.make();
    dataset.storage().deleteTree(directory);
    dataset.storage().makeDirectories(work());
  }

  /** Returns the directory that the files of the sinogram are to be written to. */
  public Path work() {
    return new Path(directory, ScanCommit.WORK);
  }

  /** Returns the part that the names of these files must have, and those of no other files have. */
  public String writing() {
    return writing;
  }

  /**
   * Publishes the scan, in place of an older one of the same id if there is one. Once it is
   * prepared, the next run that opens the dataset completes a commit that was interrupted.
   *
   * @throws InputException if a file that is not of the dataset is in the way
   * @throws OutputInUseException if another run has taken over the lock
   */
  public void commit(TracedScan scan) throws IOException {
    // A run that has taken over the lock has also deleted the staged files.
    dataset.check();
    dataset.requireFree(id, scan.previews().keySet());
    Storage storage = dataset.storage();
    for (ScanManifest.File file : scan.files()) {
      storage.move(
          new Path(work(), file.name()),
          new Path(new Path(directory, ScanCommit.SINOGRAM), file.name()));
    }
    ScanManifest manifest = ScanManifest.of(id, scan, views(scan), run.relative(id));
    Path previews = new Path(directory, ScanCommit.PREVIEW);
    storage.makeDirectories(previews);
    for (Map.Entry<String, byte[]> preview : scan.previews().entrySet()) {
      storage.write(new Path(previews, preview.getKey()), preview.getValue());
    }
    ScanCommit commit = new ScanCommit(storage, dataset.paths(), directory);
    commit.prepare(manifest, storage.read(dataset.paths().manifest(id)));
    dataset.check();
    commit.finish();
    dataset.committed(manifest);
  }

  private ScanManifest.File views(TracedScan scan) throws IOException {
    Path folder = new Path(directory, ScanCommit.VIEWS);
    dataset.storage().makeDirectories(folder);
    Path file = new Path(folder, "views-%s.parquet".formatted(writing));
    return ScanManifest.File.of(ViewsFile.write(file, conf, scan.geometry()), null);
  }
}
