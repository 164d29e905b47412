package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.ViewsFile;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A scan being written, which nobody sees yet. */
public final class StagedScan {
  private final SinogramDataset dataset;
  private final Configuration conf;
  private final String id;
  private final StagedRun run;
  private final Path directory;

  /** In the names of the files, so that nobody takes those of another writing for them. */
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

  /** Returns what the names of these files are to hold: nobody writes another file that does. */
  public String writing() {
    return writing;
  }

  /**
   * Makes the scan visible, in place of an older one of the same id if there is any. Once it is
   * prepared, whoever opens the dataset next ends what this did not.
   *
   * @throws InputException if something that is not ours is in the way
   * @throws OutputInUseException if another run has taken this one for dead, and its place
   */
  public void commit(TracedScan scan) throws IOException {
    // Whoever has taken our place has also removed what we staged.
    dataset.check();
    dataset.requireOurs(id, scan.previews().keySet());
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
