package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanVersion;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.volume.io.numpy.NpyWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes finished scans as NumPy arrays in the order of the ASTRA Toolbox. */
@Command(
    name = "export",
    description = {
      "Writes a finished scan as two NumPy arrays for the ASTRA Toolbox:",
      "  FILE.npy          float32 [detector row][view][column]",
      "  FILE-vectors.npy  float64 [view][12]: rows of cone_vec or parallel3d_vec, in mm",
      "and prints the Python statements that take them up. With --all, writes two such files for",
      "each scan of the dataset, named by its id."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  jobs/export out/cone --to head.npy",
      "  jobs/export out/nightly --all --to arrays",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or bad input, 3 of several scans some were not",
      "written."
    })
final class ExportCommand implements Callable<Integer> {
  private static final String SUFFIX = ".npy";

  /** What the name of the vectors has more than that of the array. */
  private static final String VECTORS = "-vectors";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description = "The output.path of a run, on any Hadoop file system.")
  private String dataset = "";

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
      paramLabel = "FILE.npy|FOLDER",
      description = "The file to write, on this machine; with --all the folder, made if need be.")
  private Path to = Path.of("");

  @Option(
      names = "--transmission",
      description = "Write exp(-line integral) in place of the line integral.")
  private boolean transmission;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      defaultValue = Columns.LINE_INTEGRAL,
      description = "Which value column, e.g. areal_density.bone. Default: ${DEFAULT-VALUE}")
  private String column = Columns.LINE_INTEGRAL;

  @Option(names = "--overwrite", description = "Replace the files if they exist.")
  private boolean overwrite;

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
    Configuration conf = SparkSettings.hadoop();
    String located = RunCommand.located(dataset, conf);
    if (all) {
      return writeAll(located, conf);
    }
    if (!to.toString().endsWith(SUFFIX)) {
      throw new InputException("--to " + to + ": expected a name that ends in " + SUFFIX);
    }
    Exported exported =
        write(reading -> FinishedScan.read(located, id, conf, reading), to, "--to " + to);
    FinishedScan scan = exported.scan();
    AstraGeometry geometry = exported.geometry();
    PrintWriter out = spec.commandLine().getOut();
    print(exported);
    out.printf("%s: %s, in mm%n%n", exported.vectors(), geometry.type());
    out.print(
        geometry.python(to.toString(), exported.vectors().toString(), scan.rows(), scan.columns()));
    out.flush();
    return ExitCode.DONE;
  }

  /** Writes all scans of the dataset, one after the other: each is read a tile at a time. */
  private int writeAll(String located, Configuration conf) throws IOException {
    if (id != null) {
      throw new ParameterException(spec.commandLine(), "--scan and --all exclude each other");
    }
    CommittedScans scans = CommittedScans.ofDataset(located, conf);
    requireDifferentNames(scans.ids());
    try {
      Files.createDirectories(to);
    } catch (IOException e) {
      throw OutputFile.unwritable(to, e);
    }
    PrintWriter err = spec.commandLine().getErr();
    int failed = 0;
    int notOfInput = 0;
    for (ScanVersion scan : scans.versions()) {
      Path file = to.resolve(scan.id() + SUFFIX);
      try {
        print(write(reading -> scan.read(conf, reading), file, file.toString()));
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

  /** Checks that the vectors of no scan have the name of another's array. */
  private static void requireDifferentNames(List<String> ids) {
    for (String one : ids) {
      if (Collections.binarySearch(ids, one + VECTORS) >= 0) {
        throw new InputException(
            "the vectors of scan %s and the array of scan %s have the same name, %s: expected one scan at a time, by --scan"
                .formatted(one, one + VECTORS, one + VECTORS + SUFFIX));
      }
    }
  }

  private void print(Exported exported) {
    FinishedScan scan = exported.scan();
    String values = column.equals(Columns.LINE_INTEGRAL) ? "line integrals" : column;
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s of scan %s, float32 [row][view][column] = [%d][%d][%d]%n",
            exported.array(),
            transmission ? "transmission" : values,
            scan.id(),
            scan.rows(),
            scan.views(),
            scan.columns());
  }

  /** Where a scan is read from. */
  private interface Source {
    Exported read(FinishedScan.Reading<Exported> reading) throws IOException;
  }

  /**
   * Writes one scan.
   *
   * @param file the array; its vectors go beside it
   * @param shown the file in messages
   */
  private Exported write(Source source, Path file, String shown) throws IOException {
    String name = file.toString();
    Path vectorFile =
        Path.of(name.substring(0, name.length() - SUFFIX.length()) + VECTORS + SUFFIX);
    Exported exported;
    try (OutputFile array = new OutputFile(file, shown, overwrite);
        OutputFile vectors = new OutputFile(vectorFile, vectorFile.toString(), overwrite)) {
      exported =
          source.read(
              scan -> {
                checkColumn(scan);
                AstraGeometry geometry = AstraGeometry.of(scan);
                write(geometry.vectors(), vectors.temporary(), vectorFile);
                write(scan, array.temporary(), file);
                return new Exported(file, vectorFile, scan, geometry);
              });
      vectors.publish();
      array.publish();
    }
    return exported;
  }

  private void checkColumn(FinishedScan scan) {
    List<String> columns = scan.manifest().columns();
    if (!columns.contains(column)) {
      throw new InputException(
          "scan %s has no column %s: expected --column %s"
              .formatted(scan.id(), column, Messages.anyOf(columns)));
    }
  }

  /** What was written. */
  private record Exported(Path array, Path vectors, FinishedScan scan, AstraGeometry geometry) {}

  private static void write(List<double[]> vectors, Path file, Path shown) throws IOException {
    byte[] header = NpyWriter.header("<f8", vectors.size(), 12);
    ByteBuffer bytes = ByteBuffer.allocate(header.length + vectors.size() * 12 * Double.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).put(header);
    for (double[] row : vectors) {
      for (double number : row) {
        bytes.putDouble(number);
      }
    }
    try {
      Files.write(file, bytes.array());
    } catch (IOException e) {
      throw OutputFile.unwritable(shown, e);
    }
  }

  private void write(FinishedScan scan, Path file, Path shown) throws IOException {
    byte[] header = NpyWriter.header("<f4", scan.rows(), scan.views(), scan.columns());
    int length = scan.columns() * Float.BYTES;
    ByteBuffer line = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(out, ByteBuffer.wrap(header), 0, shown);
      // The dataset's tiles hold rows within views, ASTRA's array views within rows.
      scan.forEachRow(
          List.of(new ValueColumn(column)),
          (view, row, pixels) -> {
            for (float pixel : pixels) {
              line.putFloat(transmission ? (float) StrictMath.exp(-pixel) : pixel);
            }
            long place = (long) row * scan.views() + view;
            write(out, line.flip(), header.length + place * length, shown);
            line.clear();
          });
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes, long at, Path shown)
      throws IOException {
    try {
      for (long position = at; bytes.hasRemaining(); ) {
        position += out.write(bytes, position);
      }
    } catch (IOException e) {
      throw OutputFile.unwritable(shown, e);
    }
  }
}
