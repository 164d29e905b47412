package io.sinotrace.spark.job;

import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.TracedScan;
import io.sinotrace.sinogram.commit.TracedScan.Origin;
import io.sinotrace.sinogram.commit.TracedScan.Staged;
import io.sinotrace.sinogram.commit.TracedScan.StagedPicture;
import io.sinotrace.sinogram.parquet.SinogramFiles.Written;
import io.sinotrace.spark.job.PieceResult.Done;
import io.sinotrace.spark.job.PieceResult.Seconds;
import io.sinotrace.spark.job.ScanSurvey.Found;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.InputFile;
import io.sinotrace.volume.io.VolumeHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The results of all pieces of a scan, in the order of their files. */
record ScanResult(BatchPlan.Entry entry, List<Done> pieces) {
  /**
   * Returns what is to be committed.
   *
   * @param description of the scan, as it was understood
   * @param drawn the pictures of a scan of several pieces: file name to PNG
   */
  TracedScan traced(Map<String, Object> description, Map<String, byte[]> drawn) {
    Done first = pieces.get(0);
    Map<String, ScanManifest.InputFile> inputFiles = new LinkedHashMap<>();
    for (InputFile file : first.inputs()) {
      inputFiles.put(file.name(), new ScanManifest.InputFile(file.bytes(), file.modified()));
    }
    Found found = Objects.requireNonNull(entry.found());
    return new TracedScan(
        new Origin(
            entry.scan().volume().uri(),
            InputFile.sums(first.inputs()),
            inputFiles,
            entry.scan().arithmetic(),
            first.fingerprint(),
            description),
        volume(),
        found.shape(),
        entry.scan().values(),
        files(),
        new Staged(
            ScanManifest.File.of(Objects.requireNonNull(first.views()), null), first.attempt()),
        first.pictures().stream().map(name -> new StagedPicture(name, first.attempt())).toList(),
        drawn,
        figures(),
        found.warnings());
  }

  private List<Staged> files() {
    List<Staged> files = new ArrayList<>();
    for (Done piece : pieces) {
      for (Written file : piece.files()) {
        files.add(new Staged(ScanManifest.File.of(file, piece.backend()), piece.attempt()));
      }
    }
    return files;
  }

  private ScanManifest.Volume volume() {
    VolumeHeader header = Objects.requireNonNull(entry.found()).header();
    VoxelGrid grid = header.grid();
    return new ScanManifest.Volume(
        List.of(grid.nx(), grid.ny(), grid.nz()),
        Arrays.stream(grid.indexToWorld().toArray()).boxed().toList(),
        entry.scan().volume().formula(),
        header.acquisition());
  }

  private ScanManifest.Figures figures() {
    Seconds sum = seconds();
    return new ScanManifest.Figures(
        entry.rays(),
        Math.round(rayVoxels()),
        pieces.stream().mapToLong(Done::rows).sum(),
        bytes(),
        wallSeconds(),
        sum.reading(),
        sum.tracing(),
        sum.writing());
  }

  /**
   * Returns the report of it.
   *
   * @param location where the sinogram lies
   * @param chosen whether the backend was chosen automatically, so that the reasons are reported
   * @param previews paths of the pictures
   */
  ScanReport report(String location, boolean chosen, List<String> previews) {
    Seconds sum = seconds();
    return new ScanReport(
        entry.id(),
        location,
        entry.rays(),
        rayVoxels(),
        wallSeconds(),
        sum.reading(),
        sum.tracing(),
        sum.writing(),
        bytes(),
        pieces.stream().map(Done::backend).distinct().sorted().toList(),
        chosen ? pieces.stream().map(Done::choice).distinct().sorted().toList() : List.of(),
        previews);
  }

  private long bytes() {
    return pieces.stream().mapToLong(Done::bytes).sum();
  }

  private double rayVoxels() {
    return pieces.stream().mapToDouble(Done::rayVoxels).sum();
  }

  private Seconds seconds() {
    return pieces.stream().map(Done::seconds).reduce(Seconds.NONE, Seconds::plus);
  }

  /** Returns the time from the begin of the first piece to the end of the last. */
  private double wallSeconds() {
    long first = pieces.stream().mapToLong(Done::started).min().orElse(0);
    return pieces.stream()
        .mapToDouble(piece -> (piece.started() - first) * 1e-3 + piece.seconds().sum())
        .max()
        .orElse(0);
  }
}
