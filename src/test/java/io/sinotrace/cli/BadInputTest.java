package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input, as a person would meet it at the command line: exit code 2, one line that names the
 * fault, no stack trace, and no output left behind.
 */
class BadInputTest {
  @TempDir static Path temp;

  @BeforeAll
  static void makeFiles() throws IOException {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    double[] values = new double[210];
    values[17] = Double.NaN;
    Samples.npy(temp.resolve("nan.npy"), 7, 6, 5, values);
    values[17] = Double.POSITIVE_INFINITY;
    Samples.npy(temp.resolve("infinite.npy"), 7, 6, 5, values);
    values[17] = 1e30;
    Samples.npy(temp.resolve("huge-value.npy"), 7, 6, 5, values);
    byte[] whole = Files.readAllBytes(temp.resolve("volume.npy"));
    Files.write(temp.resolve("short.npy"), Arrays.copyOf(whole, whole.length - 1));
    Files.write(temp.resolve("empty.npy"), new byte[0]);
    Files.writeString(temp.resolve("text.nii"), "not a volume");
    Files.writeString(temp.resolve("text.h5"), "not a volume either");
    Files.writeString(temp.resolve("text.nii.gz"), "nor is this");
    Files.writeString(temp.resolve("volume.doc"), "some other format");
    byte[] nifti = nifti(5, 6, 7);
    Files.write(temp.resolve("good.nii"), nifti);
    byte[] zipped = gzip(nifti);
    Files.write(temp.resolve("short.nii.gz"), Arrays.copyOf(zipped, zipped.length / 2));
    Files.write(temp.resolve("claims.nii"), Arrays.copyOf(nifti(10_000, 10_000, 10_000), 400));
    Files.write(
        temp.resolve("claims.nii.gz"), gzip(Arrays.copyOf(nifti(10_000, 10_000, 10_000), 400)));
    Files.writeString(temp.resolve("bad.yaml"), "volume: [unclosed");
    Files.createDirectories(temp.resolve("thesis"));
    Files.writeString(temp.resolve("thesis/thesis.tex"), "five years of work");
    Samples.description(temp.resolve("scan.yaml"), Samples.CONE);
  }

  /** A float32 NIfTI-1 file of zeros, with the voxel counts it is told. */
  private static byte[] nifti(int nx, int ny, int nz) {
    int length = 352 + 4 * (int) Math.min(1000, (long) nx * ny * nz);
    ByteBuffer b = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0, 348);
    b.putShort(40, (short) 3);
    b.putShort(42, (short) nx);
    b.putShort(44, (short) ny);
    b.putShort(46, (short) nz);
    for (int d = 4; d < 8; d++) {
      b.putShort(40 + 2 * d, (short) 1);
    }
    b.putShort(70, (short) 16);
    b.putShort(72, (short) 32);
    for (int d = 0; d < 4; d++) {
      b.putFloat(76 + 4 * d, 1);
    }
    b.putFloat(108, 352);
    b.put(123, (byte) 2);
    b.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
    return b.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** What is changed in a good run, and the words that its error must hold. */
  static Stream<Arguments> cases() {
    return Stream.of(
        bad("missing.yaml").with("no.yaml").says("no.yaml"),
        bad("a directory as description").with(".").says("directory"),
        bad("broken YAML").with("bad.yaml").says("bad.yaml:1"),
        bad("unknown key")
            .with("scan.yaml", "geometry.colour=3")
            .says("geometry.colour", "unknown"),
        bad("misspelt key").with("scan.yaml", "geometry.sorce-to-axis=3").says("source-to-axis"),
        bad("unknown section").with("scan.yaml", "physics.dose=3").says("physics"),
        bad("override without value").with("scan.yaml", "geometry.views").says("geometry.views"),
        bad("wrong unit").with("scan.yaml", "volume.units=per-inch").says("per-inch", "per-mm"),
        bad("unknown geometry").with("scan.yaml", "geometry.type=spiral").says("spiral", "helical"),
        bad("negative distance")
            .with("scan.yaml", "geometry.source-to-axis=-5")
            .says("geometry.source-to-axis", "-5"),
        bad("zero distance")
            .with("scan.yaml", "geometry.source-to-detector=0")
            .says("geometry.source-to-detector"),
        bad("text for a number")
            .with("scan.yaml", "geometry.source-to-axis=far")
            .says("geometry.source-to-axis", "far"),
        bad("no pixels in a row")
            .with("scan.yaml", "geometry.detector.columns=0")
            .says("geometry.detector.columns"),
        bad("negative rows")
            .with("scan.yaml", "geometry.detector.rows=-1")
            .says("geometry.detector.rows"),
        bad("half a row")
            .with("scan.yaml", "geometry.detector.rows=1.5")
            .says("geometry.detector.rows", "1.5"),
        bad("negative pixel").with("scan.yaml", "geometry.detector.pixel=-1").says("pixel"),
        bad("pixel not a number").with("scan.yaml", "geometry.detector.pixel=.nan").says("pixel"),
        bad("three pixel sizes")
            .with("scan.yaml", "geometry.detector.pixel=[1, 2, 3]")
            .says("pixel"),
        bad("unknown shape")
            .with("scan.yaml", "geometry.detector.shape=round")
            .says("shape", "curved"),
        bad("no views").with("scan.yaml", "geometry.views.count=0").says("geometry.views.count"),
        bad("views and angles")
            .with("scan.yaml", "geometry.angles=[0, 90]", "geometry.views={count: 3}")
            .says("geometry.angles", "views"),
        bad("a helix without feed").with("scan.yaml", "geometry.type=helical").says("feed"),
        bad("feed without a helix").with("scan.yaml", "geometry.feed=5").says("geometry.feed"),
        bad("tilted and curved")
            .with("scan.yaml", "geometry.detector.tilt={u: 1}", "geometry.detector.shape=curved")
            .says("tilt"),
        bad("curved round the source, with its offset")
            .with(
                "scan.yaml",
                "geometry.detector={rows: 2, columns: 240, pixel: 2.5, offset: [0, 100], shape:"
                    + " curved}")
            .says("geometry.detector.shape", "round the source"),
        bad("output under a file")
            .with("scan.yaml", "output.path=volume.npy/x")
            .says("output.path", "volume.npy"),
        bad("a tile too large")
            .with(
                "scan.yaml",
                "geometry.detector.rows=10000",
                "geometry.detector.columns=10000",
                "compute.partitions=1")
            .says("compute.partitions", "2^28"),
        bad("detector far beyond reach")
            .with("scan.yaml", "geometry.source-to-detector=1e8")
            .says("voxels"),
        bad("source in the detector's plane")
            .with("scan.yaml", "geometry.detector.offset=[0, 0]", "geometry.detector.tilt={v: 90}")
            .says("detector", "plane"),
        bad("unknown backend").with("scan.yaml", "compute.backend=abacus").says("abacus", "auto"),
        bad("a backend of another build")
            .with("scan.yaml", "compute.backend=cuda")
            .says("compute.backend", "cuda"),
        bad("no partitions").with("scan.yaml", "compute.partitions=0").says("compute.partitions"),
        bad("too many partitions")
            .with("scan.yaml", "compute.partitions=14", "compute.split=views")
            .says("compute.partitions", "14", "13"),
        bad("unknown compression")
            .with("scan.yaml", "output.compression=rar")
            .says("output.compression", "zstd"),
        bad("missing volume").with("scan.yaml", "volume.path=none.npy").says("none.npy"),
        bad("a glob of nothing").with("scan.yaml", "volume.path=*.mha").says("*.mha"),
        bad("unknown format").with("scan.yaml", "volume.path=volume.doc").says("volume.doc"),
        bad("empty volume").with("scan.yaml", "volume.path=empty.npy").says("empty.npy"),
        bad("short volume").with("scan.yaml", "volume.path=short.npy").says("short.npy"),
        bad("no spacing")
            .with("scan.yaml", "volume.path=text.h5", "volume.dataset=/ct")
            .says("text.h5"),
        bad("text as NIfTI").with(NIFTI, "volume.path=text.nii").says("text.nii"),
        bad("text as gzip").with(NIFTI, "volume.path=text.nii.gz").says("text.nii.gz"),
        bad("truncated gzip").with(NIFTI, "volume.path=short.nii.gz").says("short.nii.gz"),
        bad("a header of 10^12 voxels").with(NIFTI, "volume.path=claims.nii").says("claims.nii"),
        bad("a zipped header of 10^12 voxels")
            .with(NIFTI, "volume.path=claims.nii.gz")
            .says("claims.nii.gz"),
        bad("spacing of a file that has its own")
            .with("scan.yaml", "volume.path=good.nii")
            .says("volume.spacing"),
        bad("no spacing of a file that has none")
            .with("scan.yaml", "volume.spacing=null")
            .says("null: volume.spacing: ", "volume.npy", "three numbers x, y, z in mm"),
        bad("dataset of a file that has none")
            .with("scan.yaml", "volume.dataset=/ct")
            .says("volume.dataset"),
        bad("NaN voxels").with("scan.yaml", "volume.path=nan.npy").says("nan.npy", "NaN"),
        bad("infinite voxels")
            .with("scan.yaml", "volume.path=infinite.npy")
            .says("infinite.npy", "Infinity"),
        bad("voxels too large")
            .with("scan.yaml", "volume.path=huge-value.npy")
            .says("huge-value.npy", "2^96"),
        bad("output holds something else")
            .with("scan.yaml", "output.path=thesis")
            .says("thesis", "holds something else"),
        bad("output is a file").with("scan.yaml", "output.path=volume.npy").says("output.path"),
        bad("no description at all").with().says("DESCRIPTION"),
        bad("unknown option").with("scan.yaml", "--fast").says("--fast"));
  }

  /** Stands for the description with a NIfTI volume, which has its own spacing. */
  private static final String NIFTI = "nifti.yaml";

  private static Case bad(String name) {
    return new Case(name);
  }

  private static final class Case {
    private final String name;
    private List<String> arguments = List.of();

    Case(String name) {
      this.name = name;
    }

    Case with(String... args) {
      arguments = List.of(args);
      return this;
    }

    Arguments says(String... words) {
      return Arguments.of(name, arguments, List.of(words));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void endsInOneLine(String name, List<String> arguments, List<String> words) throws IOException {
    Samples.description(temp.resolve(NIFTI), Samples.CONE.replace("  spacing: [1, 1.5, 2]\n", ""));
    List<String> args = new ArrayList<>(List.of("run"));
    for (String argument : arguments) {
      // Paths given as arguments are relative to the working directory.
      boolean path = argument.startsWith("volume.path=") || argument.startsWith("output.path=");
      String key = path ? argument.substring(0, argument.indexOf('=') + 1) : "";
      boolean file = path || argument.endsWith(".yaml") || argument.equals(".");
      args.add(file ? key + temp.resolve(argument.substring(key.length())) : argument);
    }
    Cli.Result result = Cli.run(args.toArray(String[]::new));
    assertEquals(2, result.code(), result.toString());
    List<String> lines = result.err().lines().toList();
    // Wrong usage adds where to look.
    boolean usage = lines.size() == 2 && lines.get(1).startsWith("try: jobs/run --help");
    assertTrue(lines.size() == 1 || usage, result.err());
    assertTrue(lines.get(0).startsWith("error: "), result.err());
    for (String word : words) {
      assertTrue(lines.get(0).contains(word), "'" + word + "' in: " + lines.get(0));
    }
    assertFalse(Files.exists(temp.resolve("out")), "an output was left");
  }
}
