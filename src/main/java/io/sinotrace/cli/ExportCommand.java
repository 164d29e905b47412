package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.export.ExportFormat;
import io.sinotrace.export.ExportFormats;
import io.sinotrace.export.PixelType;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanVersion;
import io.sinotrace.spark.SparkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes finished scans in the terms of other programs. */
@Command(
    name = "export",
    description = {
      "Writes a finished scan as another program takes it up, and prints the lines that do so.",
      "With --all, writes each scan of the dataset so, named by its id.",
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  jobs/export out/cone --to head.npy",
      "  jobs/export out/cone --format rtk --to head.mha",
      "  jobs/export out/parallel --format dxchange --transmission --to head.h5",
      "  jobs/export out/nightly --format tiff --all --to pictures",
      "  jobs/export out/helix --format dicom-ct-pd --to projections",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or bad input, 3 of several scans some were not",
      "written."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description = "The output.path of a run, on any Hadoop file system.")
  private String dataset = "";

  @Option(
      names = "--format",
      paramLabel = "NAME",
      completionCandidates = FormatNames.class,
      description = "One of: ${COMPLETION-CANDIDATES}. Default: the first.")
  private @Nullable String formatName;

  @Option(
      names = "--scan",
      paramLabel = "ID",
      description = "Which scan; not needed where there is one.")
  private @Nullable String id;

  @Option(
      names = "--all",
      description =
          "Write all scans, into the folder that --to names; one that fails is passed over.")
  private boolean all;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE|FOLDER",
      description = "What to write, on this machine; with --all the folder, made if need be.")
  private Path to = Path.of("");

  @Option(
      names = "--transmission",
      description =
          "Write exp(-line integral) in place of the line integral (dxchange requires it).")
  private boolean transmission;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      defaultValue = Columns.LINE_INTEGRAL,
      description = "Which value column, e.g. areal_density.bone. Default: ${DEFAULT-VALUE}")
  private String column = Columns.LINE_INTEGRAL;

  @Option(
      names = "--uint16",
      description =
          "Write the nearest integers, from 0 to 65535, of a column of counts (tiff only).")
  private boolean uint16;

  @Option(names = "--overwrite", description = "Replace files that exist (not a folder).")
  private boolean overwrite;

  /** The names of the formats. */
  static final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ExportFormats.all().stream().map(ExportFormat::name).iterator();
    }
  }

  /**
   * Writes the files, each whole or not at all.
   *
   * @return 0, or 3 if several scans were to be written and some were not
   * @throws InputException if an argument or the scan cannot be used, or a file exists
   * @throws IOException if the scan cannot be read or a file not be written
   */
  @Override
  public Integer call() throws IOException {
    if (transmission && !column.equals(Columns.LINE_INTEGRAL)) {
      throw new ParameterException(
          spec.commandLine(), "--transmission goes with the column line_integral alone");
    }
    if (!ValueColumn.isName(column)) {
      throw new InputException(
          "--column %s: expected a name such as line_integral or areal_density.bone"
              .formatted(Messages.oneLine(column)));
    }
    ExportFormat format = format();
    PixelType type = uint16 ? PixelType.UINT16 : format.usualType();
    if (!format.types().contains(type) || (uint16 && type == format.usualType())) {
      throw new ParameterException(
          spec.commandLine(), "--uint16 does not go with --format " + format.name());
    }
    if (uint16 && (transmission || !new ValueColumn(column).isReading())) {
      throw new ParameterException(
          spec.commandLine(),
          "--uint16 goes with what a detector reads: expected a --column such as ct.counts");
    }
    if (overwrite && format.isFolder()) {
      throw new ParameterException(
          spec.commandLine(),
          "--overwrite does not go with --format %s: a folder is never replaced"
              .formatted(format.name()));
    }
    Configuration conf = SparkSettings.hadoop();
    String located = RunCommand.located(dataset, conf);
    ScanExporter exporter = new ScanExporter(format, type, column, transmission, overwrite, conf);
    if (all) {
      return writeAll(located, format, exporter, conf);
    }
    if (!to.toString().endsWith(format.endings().get(0))) {
      throw new InputException(
          "--to %s: expected a name that ends in %s".formatted(to, format.endings().get(0)));
    }
    ScanExporter.Exported exported =
        exporter.write(reading -> FinishedScan.read(located, id, conf, reading), to, "--to " + to);
    print(to, exported);
    PrintWriter out = spec.commandLine().getOut();
    out.print(exported.export().howTo());
    out.flush();
    return ExitCode.DONE;
  }

  private ExportFormat format() {
    List<ExportFormat> formats = ExportFormats.all();
    String wanted = formatName == null ? formats.get(0).name() : formatName;
    for (ExportFormat format : formats) {
      if (format.name().equals(wanted)) {
        return format;
      }
    }
    throw new InputException(
        "--format %s: expected %s"
            .formatted(
                Messages.oneLine(wanted),
                Messages.anyOf(formats.stream().map(ExportFormat::name).toList())));
  }

  /** Writes all scans of the dataset, one after the other: each is read a tile at a time. */
  private int writeAll(
      String located, ExportFormat format, ScanExporter exporter, Configuration conf)
      throws IOException {
    if (id != null) {
      throw new ParameterException(spec.commandLine(), "--scan and --all exclude each other");
    }
    CommittedScans scans = CommittedScans.ofDataset(located, conf);
    String ending = format.endings().get(0);
    requireDifferentNames(scans.ids(), format);
    try {
      Files.createDirectories(to);
    } catch (IOException e) {
      throw OutputFile.unwritable(to, e);
    }
    PrintWriter err = spec.commandLine().getErr();
    int failed = 0;
    int notOfInput = 0;
    for (ScanVersion scan : scans.versions()) {
      Path file = to.resolve(scan.id() + ending);
      try {
        print(file, exporter.write(reading -> scan.read(conf, reading), file, file.toString()));
      } catch (InputException e) {
        failed++;
        err.printf("%s: %s%n", scan.id(), e.getMessage());
      } catch (IOException e) {
        failed++;
        notOfInput++;
        err.printf("%s: %s%n", scan.id(), Messages.reason(e));
      }
    }
    int written = scans.ids().size() - failed;
    spec.commandLine().getOut().printf("%s written%n", Quantity.of(written, "scan"));
    spec.commandLine().getOut().flush();
    err.flush();
    return ExitCode.of(written, failed, notOfInput);
  }

  /** Checks that no two scans have files of one name. */
  private static void requireDifferentNames(List<String> ids, ExportFormat format) {
    Map<String, String> owners = new HashMap<>();
    for (String one : ids) {
      for (String ending : format.endings()) {
        String other = owners.put(one + ending, one);
        if (other != null) {
          throw new InputException(
              "scans %s and %s would both have a file %s: expected one scan at a time, by --scan"
                  .formatted(other, one, one + ending));
        }
      }
    }
  }

  private void print(Path file, ScanExporter.Exported exported) {
    String values = column.equals(Columns.LINE_INTEGRAL) ? "line integrals" : column;
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s of scan %s, %s%n",
            file, transmission ? "transmission" : values, exported.id(), exported.export().array());
  }
}
