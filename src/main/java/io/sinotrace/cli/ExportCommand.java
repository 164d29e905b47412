package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.FinishedScan;
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
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a finished scan as NumPy arrays in the order of the ASTRA Toolbox. */
@Command(
    name = "export",
    description = {
      "Writes a finished scan as two NumPy arrays for the ASTRA Toolbox:",
      "  FILE.npy          float32 [detector row][view][column]",
      "  FILE-vectors.npy  float64 [view][12]: rows of cone_vec or parallel3d_vec, in mm",
      "and prints the Python statements that take them up."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {"", "Example:", "  jobs/export out/cone --to head.npy"})
final class ExportCommand implements Callable<Integer> {
  private static final String SUFFIX = ".npy";

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
      names = "--to",
      required = true,
      paramLabel = "FILE.npy",
      description = "The file to write, on this machine.")
  private Path to = Path.of("");

  @Option(
      names = "--transmission",
      description = "Write exp(-line integral) in place of the line integral.")
  private boolean transmission;

  @Option(names = "--overwrite", description = "Replace the files if they exist.")
  private boolean overwrite;

  /**
   * Writes both files, each whole or not at all.
   *
   * @return 0
   * @throws InputException if an argument or the scan cannot be used, or a file exists
   * @throws IOException if the scan cannot be read or a file not be written
   */
  @Override
  public Integer call() throws IOException {
    String name = to.toString();
    if (!name.endsWith(SUFFIX)) {
      throw new InputException("--to " + to + ": expected a name that ends in " + SUFFIX);
    }
    Path vectorFile =
        Path.of(name.substring(0, name.length() - SUFFIX.length()) + "-vectors" + SUFFIX);
    Configuration conf = SparkSettings.hadoop();
    Exported exported;
    try (OutputFile array = new OutputFile(to, "--to " + to, overwrite);
        OutputFile vectors = new OutputFile(vectorFile, vectorFile.toString(), overwrite)) {
      exported =
          FinishedScan.read(
              RunCommand.located(dataset, conf),
              id,
              conf,
              scan -> {
                AstraGeometry geometry = AstraGeometry.of(scan);
                write(geometry.vectors(), vectors.temporary(), vectorFile);
                write(scan, array.temporary());
                return new Exported(scan, geometry);
              });
      vectors.publish();
      array.publish();
    }
    FinishedScan scan = exported.scan();
    AstraGeometry geometry = exported.geometry();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %s of scan %s, float32 [row][view][column] = [%d][%d][%d]%n",
        to,
        transmission ? "transmission" : "line integrals",
        scan.id(),
        scan.rows(),
        scan.views(),
        scan.columns());
    out.printf("%s: %s, in mm%n%n", vectorFile, geometry.type());
    out.print(geometry.python(name, vectorFile.toString(), scan.rows(), scan.columns()));
    out.flush();
    return ExitCode.DONE;
  }

  /** What was written. */
  private record Exported(FinishedScan scan, AstraGeometry geometry) {}

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

  private void write(FinishedScan scan, Path file) throws IOException {
    byte[] header = NpyWriter.header("<f4", scan.rows(), scan.views(), scan.columns());
    int length = scan.columns() * Float.BYTES;
    ByteBuffer line = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(out, ByteBuffer.wrap(header), 0);
      // The dataset's tiles hold rows within views, ASTRA's array views within rows.
      scan.forEachRow(
          ValueColumn.LINE_INTEGRALS,
          (view, row, pixels) -> {
            for (float pixel : pixels) {
              line.putFloat(transmission ? (float) StrictMath.exp(-pixel) : pixel);
            }
            long place = (long) row * scan.views() + view;
            write(out, line.flip(), header.length + place * length);
            line.clear();
          });
    }
  }

  private void write(FileChannel out, ByteBuffer bytes, long at) throws IOException {
    try {
      for (long position = at; bytes.hasRemaining(); ) {
        position += out.write(bytes, position);
      }
    } catch (IOException e) {
      throw OutputFile.unwritable(to, e);
    }
  }
}
