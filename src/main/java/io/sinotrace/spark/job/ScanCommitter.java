package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.description.PreviewSpec;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Backends;
import io.sinotrace.sinogram.commit.CommitOutcome;
import io.sinotrace.sinogram.commit.SinogramDataset;
import io.sinotrace.sinogram.commit.TracedScan;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.spark.job.PieceResult.Done;
import io.sinotrace.spark.job.ScanFault.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Commits the scans of a batch, each when its last piece is in. */
final class ScanCommitter {
  private final ScanDescription description;
  private final SinogramDataset dataset;
  private final Configuration conf;

  /** Makes one for the scans of a description. */
  ScanCommitter(ScanDescription description, SinogramDataset dataset, Configuration conf) {
    this.description = description;
    this.dataset = dataset;
    this.conf = conf;
  }

  /**
   * Commits a scan; returns why it cannot be, or null.
   *
   * @throws IOException if the storage fails
   */
  @Nullable ScanFault commit(ScanWork work) throws IOException {
    List<Done> pieces = work.results();
    ScanFault fault = disagreement(work, pieces);
    if (fault != null) {
      return fault;
    }
    ScanResult result = new ScanResult(work.entry(), pieces);
    try {
      TracedScan traced =
          result.traced(description.effective(work.entry().scan()), pictures(work, pieces));
      CommitOutcome outcome = work.staged().commit(traced);
      work.previews(traced.previewNames());
      return outcome == CommitOutcome.LOST
          ? new ScanFault(
              Kind.FAILURE,
              "another run has committed another scan %s meanwhile: start again to see which"
                  .formatted(work.entry().id()))
          : null;
    } catch (InputException e) {
      return new ScanFault(Kind.CONFLICT, description.located(e).getMessage());
    }
  }

  /** Returns the fault of an input that was not the same for all pieces, or has changed since. */
  private @Nullable ScanFault disagreement(ScanWork work, List<Done> pieces) throws IOException {
    ScanSpec scan = work.entry().scan();
    boolean changed = ScanSurvey.hasChanged(scan, conf);
    for (Done piece : pieces) {
      if (!piece.fingerprint().equals(pieces.get(0).fingerprint())) {
        return changed
            ? changing(scan)
            : new ScanFault(
                Kind.FAILURE,
                scan.volume().uri()
                    + ": not the same for all tasks: expected one file that all machines see");
      }
    }
    return changed && leaves() ? changing(scan) : null;
  }

  private boolean leaves() {
    return description.volume().leavesChanging();
  }

  private ScanFault changing(ScanSpec scan) {
    return new ScanFault(
        Kind.CHANGING,
        "%s: has changed since the run began: %s"
            .formatted(
                scan.volume().uri(),
                leaves() ? "left for the next run" : "expected files that are not being written"));
  }

  /** Draws the pictures of a scan of several pieces; those of a whole piece its task has drawn. */
  private Map<String, byte[]> pictures(ScanWork work, List<Done> pieces) {
    PreviewSpec preview = SinogramJob.output(description).preview();
    if (pieces.size() == 1 || preview == null) {
      return Map.of();
    }
    BatchPlan.Entry entry = work.entry();
    ScanSurvey.Found found = Objects.requireNonNull(entry.found());
    Geometry geometry = entry.scan().geometry().compile(found.grid());
    ScanPreviews previews =
        ScanPreviews.of(
            entry.id(), entry.scan(), found.grid(), geometry, found.header().knowsSides(), preview);
    pieces.forEach(piece -> piece.drawn().forEach(previews::add));
    return previews.draw();
  }

  /** Returns the report of a scan that was committed. */
  ScanReport report(ScanWork work) {
    ScanResult result = new ScanResult(work.entry(), work.results());
    boolean chosen = description.compute().backend().equals(Backends.AUTO);
    return result.report(
        location(work.entry().id()),
        chosen,
        work.previews().stream().map(name -> Storage.shown(dataset.preview(name))).toList());
  }

  /** Returns where the sinogram of a scan lies. */
  String location(String id) {
    return Storage.shown(dataset.sinogram(id));
  }
}
