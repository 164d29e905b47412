package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.BandMemory;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.MainAxes;
import io.sinotrace.sinogram.commit.ScanManifest.Acquisition;
import io.sinotrace.spark.ScanCuts;
import io.sinotrace.spark.SparkFolder;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.spark.TracingMemory;
import io.sinotrace.spark.image.ImagePlan;
import io.sinotrace.spark.job.BatchPlan;
import io.sinotrace.spark.job.ExecutorMemory;
import io.sinotrace.spark.job.ExecutorMemory.Demand;
import io.sinotrace.spark.job.ScanFault;
import io.sinotrace.spark.job.ScanSurvey;
import io.sinotrace.spark.job.SinogramJob;
import io.sinotrace.spark.values.ProtocolReport;
import io.sinotrace.spark.values.ValueColumns;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.DiskVolume;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/**
 * Prints what a run would do; only headers are read, and files whose checksum the run needs to know
 * whether they have changed. Of one scan, or where it is asked for, all is printed; of many a
 * screenful.
 */
final class DryRun {
  /** Scans that cannot be computed, of which the reasons are printed. */
  private static final int MAX_FAULTS = 10;

  private final ScanDescription description;
  private final StoredVolumes volumes;
  private final boolean verbose;
  private final ValueColumns columns;
  private final Outcome outcome;

  DryRun(ScanDescription description, Configuration conf, boolean verbose) {
    this.description = description;
    this.volumes = new StoredVolumes(conf);
    this.columns = ValueColumns.of(description);
    this.verbose = verbose;
    this.outcome = new Outcome(description.volume().leavesChanging());
  }

  private static int cores() {
    return Math.max(1, SparkSettings.localCores());
  }

  /** Prints the plan; returns the exit code that the run would have as far as it is known now. */
  int print(SinogramJob.Options options, PrintWriter out) throws IOException {
    BatchPlan plan = SinogramJob.plan(description, options, volumes.conf(), out::println);
    new ComparisonCheck(description, volumes).check(plan.toDo());
    boolean single = plan.scans().size() == 1;
    for (BatchPlan.Entry scan : plan.scans()) {
      ScanFault fault = scan.fault();
      if (fault == null) {
        outcome.done();
      } else {
        outcome.failed(fault);
      }
      if (single || verbose) {
        print(scan, out);
      }
    }
    if (!single) {
      printBatch(plan, out);
    }
    out.printf("would be written to %s; nothing was%n", SinogramJob.output(description).path());
    out.flush();
    return outcome.exitCode();
  }

  /** Prints one scan: in a line if it is not to be computed, else all that is known of it. */
  private void print(BatchPlan.Entry scan, PrintWriter out) throws IOException {
    ScanFault fault = scan.fault();
    if (fault != null) {
      String what = outcome.isError(fault) ? "set aside" : "left";
      out.printf("%s: would be %s: %s%n", scan.id(), what, fault.message());
    } else if (scan.state().isToDo()) {
      printToDo(scan, out);
    } else {
      out.printf("%s: %s; nothing to do%n", scan.id(), scan.state().words());
      for (ImageSpec image : description.images()) {
        out.printf("  image    %s of %s: %s%n", image.name(), image.column(), state(image, scan));
      }
    }
  }

  private void printToDo(BatchPlan.Entry scan, PrintWriter out) {
    ScanSurvey.Found found = Objects.requireNonNull(scan.found());
    Acquisition shape = found.shape();
    VolumeSource source = scan.scan().volume();
    int channels = source.channels().count();
    Demand demand = found.demand(description.compute(), source);
    out.printf("%s%n", scan.id());
    if (scan.damage() != null) {
      out.printf("  damaged  %s%n", scan.damage());
    }
    out.printf(
        "  volume   %d x %d x %d voxels%s from %s%s%n",
        found.grid().nx(),
        found.grid().ny(),
        found.grid().nz(),
        channels == 1 ? "" : " of %d materials".formatted(channels),
        source.uri(),
        source.isExact() ? ", exact: none is made" : "");
    out.printf(
        "  scan     %d views x %d rows x %d columns%s = %s rays%n",
        shape.views(),
        shape.rows(),
        shape.columns(),
        found.raysPerPixel() == 1 ? "" : " x %d rays a pixel".formatted(found.raysPerPixel()),
        Quantity.count(found.rays()));
    out.printf(
        "  output   %s, %s before compression (%s)%n",
        Quantity.of(
            found.cut(description.compute(), demand.channels(), cores()).files().size(), "file"),
        Quantity.bytes(scan.scan().values().size() * found.pixels() * Float.BYTES),
        SinogramJob.output(description).compression().name().toLowerCase(Locale.ROOT));
    String backend = ScanCuts.likely(demand.backend());
    if (TracingMemory.ofExecutors().holds(found.grid(), demand.channels(), found.rays(), backend)) {
      printMemory(demand, out);
    } else {
      printPasses(scan, demand, backend, out);
    }
    printSettings(demand, out);
    printProtocols(scan, out);
    printImages(scan, out);
    found.warnings().forEach(warning -> out.printf("  warning  %s%n", warning));
  }

  /** Prints what memory a volume takes that is held as a whole. */
  private static void printMemory(Demand demand, PrintWriter out) {
    out.printf(
        "  memory   %s off the heap in each JVM for the volume, and up to %s of pixels on the heap"
            + " a task%n",
        Quantity.bytes(SlabVolume.bytes(demand.grid(), demand.channels())),
        Quantity.bytes(demand.taskBytes()));
    if (ExecutorMemory.copies(demand)) {
      out.printf(
          "           with backend simd %s on the heap of each JVM, for a copy of the volume%n",
          Quantity.bytes(ExecutorMemory.copy(demand.grid(), demand.channels())));
    }
  }

  /** Prints what a volume takes that passes through memory, and how often it does. */
  private void printPasses(BatchPlan.Entry scan, Demand demand, String backend, PrintWriter out) {
    VoxelGrid grid = demand.grid();
    Geometry traced = scan.scan().geometry().compile(grid).traced();
    long axes = MainAxes.count(new BoxGeometry(grid, traced));
    int tasks = found(scan).cut(description.compute(), demand.channels(), cores()).tiles().size();
    long most = DiskVolume.bytes(grid, demand.channels());
    out.printf(
        "  disk     the volume does not fit into memory: %s to %s in %s of each host (%s)%n",
        Quantity.bytes(DiskVolume.leastBytes(grid, demand.channels())),
        Quantity.bytes(most),
        SparkFolder.local(),
        SparkFolder.SETTING);
    out.printf(
        "           each of %s reads it %s, in bands of slabs: %s to %s in all%n",
        Quantity.of(tasks, "task"),
        axes == 1 ? "once" : "once along each of %d axes".formatted(axes),
        Quantity.bytes(tasks * axes * (most / 2)),
        Quantity.bytes(tasks * axes * most));
    TracingMemory memory = TracingMemory.ofExecutors();
    BandMemory bands = memory.bands(grid, demand.channels(), backend);
    out.printf(
        "  memory   up to %s off the heap a task for bands, and up to %s of pixels on the heap%n",
        Quantity.bytes(bands.bytes()), Quantity.bytes(demand.taskBytes()));
    if (bands.atATime() < memory.tasks()) {
      int cores = SparkSettings.coresOfATask() * memory.tasks();
      out.printf(
          "           that is for %s at a time; others of the JVM would wait, and spark.task.cpus=%d"
              + " gives it their cores%n",
          Quantity.of(bands.atATime(), "task"), (cores + bands.atATime() - 1) / bands.atATime());
    }
  }

  private void printProtocols(BatchPlan.Entry scan, PrintWriter out) {
    Geometry geometry = scan.scan().geometry().compile(found(scan).grid());
    for (ProtocolReport protocol : ProtocolReport.of(columns, geometry)) {
      out.printf("  protocol %s%n", protocol.name());
      protocol.lines().forEach(line -> out.printf("           %s%n", line));
    }
  }

  private void printImages(BatchPlan.Entry scan, PrintWriter out) {
    VoxelGrid volume = found(scan).grid();
    for (ImageSpec image : description.images()) {
      String what;
      try {
        Geometry geometry = scan.scan().geometry().compile(volume);
        boolean sliced = ImagePlan.isSliced(scan.scan().geometry().spec(), volume);
        ImagePlan plan = ImagePlan.of(image, geometry, volume, sliced);
        VoxelGrid grid = plan.grid();
        what =
            "%d x %d x %d voxels, %s before compression, of %d views each"
                .formatted(
                    grid.nx(),
                    grid.ny(),
                    grid.nz(),
                    Quantity.bytes(grid.voxels() * Float.BYTES),
                    plan.how().viewsOfVoxel());
      } catch (InputException e) {
        what = "cannot be made: " + e.getMessage();
      }
      out.printf("  image    %s of %s: %s%n", image.name(), image.column(), what);
    }
  }

  /** Returns what is there of an image of a scan that is there. */
  private String state(ImageSpec image, BatchPlan.Entry scan) throws IOException {
    try {
      return ImagePlan.state(image, SinogramJob.output(description).path(), scan.id(), volumes);
    } catch (InputException e) {
      return "cannot be made: " + e.getMessage();
    }
  }

  private static void printSettings(Demand demand, PrintWriter out) {
    int tasks = SparkSettings.tasksAnExecutor();
    int known = Math.max(1, tasks);
    String whole = ExecutorMemory.settings(demand);
    boolean held =
        TracingMemory.ofExecutors()
            .holds(
                demand.grid(), demand.channels(), demand.rays(), ScanCuts.likely(demand.backend()));
    out.printf(
        "  set      %s%n           (%d %s at a time in one JVM%s)%n",
        held
            ? whole
            : "%s%n           for bands at least; for the whole volume%n           %s"
                .formatted(ExecutorMemory.settingsOfBands(demand), whole),
        known,
        known == 1 ? "task" : "tasks",
        tasks > 0
            ? ""
            : ", or more cores and, for each further task, %s more memory"
                .formatted(Quantity.bytes(ExecutorMemory.heapOfATask(demand.taskBytes()))));
  }

  /** Prints a batch: how many scans are in which state, the largest, and the first faults. */
  private void printBatch(BatchPlan plan, PrintWriter out) throws IOException {
    List<BatchPlan.Entry> toDo = plan.toDo();
    out.println(BatchSummary.counts(plan));
    long rays = toDo.stream().mapToLong(BatchPlan.Entry::rays).sum();
    out.printf(
        "  to do    %s, %s rays, %s before compression%n",
        Quantity.of(toDo.size(), "scan"),
        Quantity.count(rays),
        Quantity.bytes(
            toDo.stream()
                .mapToLong(scan -> found(scan).pixels() * scan.scan().values().size() * Float.BYTES)
                .sum()));
    toDo.stream()
        .max(Comparator.comparingLong(BatchPlan.Entry::rays))
        .ifPresent(
            scan -> out.printf("  longest  %s: %s rays%n", scan.id(), Quantity.count(scan.rays())));
    toDo.stream()
        .max(Comparator.comparingLong(scan -> SlabVolume.bytes(found(scan).grid())))
        .ifPresent(
            scan -> {
              out.printf(
                  "  largest  %s: a volume of %s%n",
                  scan.id(),
                  Quantity.bytes(
                      SlabVolume.bytes(
                          found(scan).grid(), scan.scan().volume().channels().count())));
              printSettings(found(scan).demand(description.compute(), scan.scan().volume()), out);
            });
    for (ImageSpec image : description.images()) {
      out.printf("  images   %s of %s, of each scan%n", image.name(), image.column());
    }
    if (!plan.unwanted().isEmpty()) {
      out.printf(
          "  kept     %s of inputs that the description does not name%n",
          Quantity.of(plan.unwanted().size(), "scan"));
    }
    if (!verbose) {
      List<BatchPlan.Entry> faults =
          plan.scans().stream().filter(scan -> scan.fault() != null).toList();
      for (BatchPlan.Entry scan : faults.subList(0, Math.min(MAX_FAULTS, faults.size()))) {
        print(scan, out);
      }
      if (faults.size() > MAX_FAULTS) {
        out.printf(
            "and %s more; --verbose prints all%n", Quantity.of(faults.size() - MAX_FAULTS, "scan"));
      }
    }
  }

  private static ScanSurvey.Found found(BatchPlan.Entry scan) {
    return Objects.requireNonNull(scan.found());
  }
}
