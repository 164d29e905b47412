package io.sinotrace.spark.job;

import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.sinogram.commit.SinogramDataset;
import io.sinotrace.spark.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A batch of small volumes, planned and cut, whose dataset is open: a piece a scan. */
final class PlannedBatch implements AutoCloseable {
  static final Configuration CONF = new Configuration();

  final ScanDescription description;
  final BatchPlan plan;
  final SinogramDataset dataset;
  final List<ScanWork> works = new ArrayList<>();

  /** Makes volumes {@code v00}, {@code v01} and so on in a folder, and plans their scans. */
  PlannedBatch(Path folder, int volumes) throws IOException {
    Files.createDirectories(folder.resolve("ct"));
    for (int k = 0; k < volumes; k++) {
      Samples.volume(folder.resolve("ct/v%02d.npy".formatted(k)), 3, 3, 3, k);
    }
    String file =
        Samples.description(
            folder.resolve("batch.yaml"),
            """
            volume: {path: ct, units: per-mm, spacing: 1, min-age: 0}
            geometry: {type: parallel, detector: {rows: 1, columns: 2, pixel: 1}, angles: [0]}
            output: {path: out, preview: none}
            """);
    description = Descriptions.read(file, List.of(), CONF);
    plan = SinogramJob.plan(description, SinogramJob.Options.NONE, CONF, line -> {});
    dataset = SinogramDataset.open(output(), CONF, said -> {});
    for (BatchPlan.Entry entry : plan.toDo()) {
      works.add(ScanWork.of(entry, description.compute(), dataset.stage(entry.id()), 1));
    }
  }

  String output() {
    return SinogramJob.output(description).path();
  }

  SetAside setAside() throws IOException {
    return SetAside.read(output(), CONF);
  }

  /** Returns the only piece of each scan. */
  List<WritePiece> pieces() {
    return works.stream().map(work -> work.pieces().get(0)).toList();
  }

  /** Returns what writes pieces, as a run has it. */
  PieceWriter writer() {
    return new PieceWriter(
        description.compute().backend(),
        SinogramJob.output(description).compression(),
        null,
        null,
        description.places());
  }

  @Override
  public void close() throws IOException {
    dataset.close();
  }
}
