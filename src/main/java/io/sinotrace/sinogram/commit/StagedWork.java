package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a run that is going on, or has died, has in a dataset besides the scans that are in their
 * places.
 *
 * @param directory its staging directory, as a person would type it
 * @param process which it is, or was, in words
 * @param alive whether it is running: of this machine, whether its process is; of another, whether
 *     it has lately shown that it lives
 * @param lastSign when it last did, in ISO 8601, by the storage's clock
 * @param scans ids of those that it has begun to write or has left so
 * @param images in words, those that it has begun to write or has left so
 * @param unmoved ids of scans, and images in words, among them that are committed and not in their
 *     places yet; readers that go by manifests find them all the same
 */
public record StagedWork(
    String directory,
    String process,
    boolean alive,
    String lastSign,
    List<String> scans,
    List<String> images,
    List<String> unmoved) {
  /**
   * How long a run of another machine may be silent: a few heartbeats, and clocks that differ. A
   * longer time costs nothing here; what is deleted {@link Prune} decides.
   */
  private static final Duration SILENCE = Heartbeat.INTERVAL.multipliedBy(5);

  /** Returns that of all runs, ordered by the names of their directories; changes nothing. */
  public static List<StagedWork> of(String dataset, Configuration conf) throws IOException {
    Path root = new Path(dataset);
    return of(Storage.of(root, conf), new DatasetPaths(root));
  }

  static List<StagedWork> of(Storage storage, DatasetPaths paths) throws IOException {
    List<StagedWork> all = new ArrayList<>();
    for (StagedRun run : StagedRun.there(storage, paths)) {
      long lastSign = run.lastSign();
      // A run that has ended since the listing has taken its directory away.
      if (lastSign > 0) {
        all.add(of(run, Instant.ofEpochMilli(lastSign)));
      }
    }
    return all;
  }

  private static StagedWork of(StagedRun run, Instant lastSign) throws IOException {
    LockOwner owner = run.owner();
    boolean alive =
        owner.isOnThisMachine() ? owner.lives() : lastSign.plus(SILENCE).isAfter(Instant.now());
    return new StagedWork(
        Storage.shown(run.directory()),
        owner.toString(),
        alive,
        lastSign.truncatedTo(ChronoUnit.SECONDS).toString(),
        run.scans(),
        run.images(),
        run.committed().stream().map(ImageName::inWords).toList());
  }
}
