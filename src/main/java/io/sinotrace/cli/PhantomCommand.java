package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.description.phantom.PhantomReader;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.SourceLocation;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.hdf5.Hdf5Writer;
import io.sinotrace.volume.io.nifti.NiftiWriter;
import io.sinotrace.volume.io.numpy.NpyWriter;
import io.sinotrace.volume.phantom.MuAt60Kev;
import io.sinotrace.volume.phantom.NamedPhantom;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.Voxelizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a test volume: a mathematical object put on a voxel grid. */
@Command(
    name = "phantom",
    showDefaultValues = true,
    sortOptions = false,
    description = {
      "Writes a test volume: a mathematical object put on a grid of voxels.",
      "",
      "The volume lies with its middle at the isocentre, x to the patient's right, y to the front,"
          + " z up. The object is scaled to fit it:",
      "  shepp-logan  the ten ellipsoids on the largest cube that fits; skull 0.0206/mm",
      "  head         skull, ventricles, jaw and nose, different on each side;",
      "               life size in a volume of 192 x 224 x 192 mm",
      "  box          every voxel is 1/mm",
      "  sphere       a ball of water, 0.0206/mm; diameter 0.8 of the shortest edge",
      "  FILE.yaml    the solids of a file, as they are written there; see README.md, Phantoms",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  jobs/phantom head --out head.nii.gz --size 96,112,96 --spacing 2 --samples 3",
      "  jobs/phantom shepp-logan --out shepp-logan.h5 --size 256 --spacing 1"
    })
public final class PhantomCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "PHANTOM",
      description = "shepp-logan, head, box, sphere or a YAML file of solids",
      showDefaultValue = Visibility.NEVER)
  private String name = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "file to write, ending in .nii, .nii.gz, .npy, .h5 or .hdf5",
      showDefaultValue = Visibility.NEVER)
  private Path out = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "NX,NY,NZ",
      description = "voxels along x, y and z; one number for a cube")
  private String size = "128";

  @Option(
      names = "--spacing",
      paramLabel = "MM[,MM,MM]",
      description = "edge of a voxel in mm, along all axes or along x, y and z")
  private String spacing = "2";

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "1: the value at the voxel's centre; N: the mean of N x N x N points in it")
  private int samples = 1;

  @Option(
      names = "--units",
      paramLabel = "UNITS",
      description =
          "per-mm: mu in 1/mm, float32; hounsfield (NIfTI only): CT numbers, int16,"
              + " for mu-water 0.0206")
  private String units = "per-mm";

  @Option(
      names = "--dataset",
      paramLabel = "PATH",
      description = "where in an HDF5 file the volume goes (default: /ct)")
  private @Nullable String dataset;

  @Option(names = "--overwrite", description = "replace FILE if it exists")
  private boolean overwrite;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  private static final List<VolumeFormat> FORMATS =
      List.of(VolumeFormat.NIFTI, VolumeFormat.HDF5, VolumeFormat.NUMPY);

  /**
   * Writes the volume, whole or not at all.
   *
   * @return 0
   * @throws InputException if an argument cannot be used or the file exists
   * @throws IOException if the file cannot be written
   */
  @Override
  public Integer call() throws IOException {
    VoxelGrid grid = grid();
    Phantom phantom = phantom(grid);
    VolumeFormat format = format();
    boolean hounsfield = hounsfield(format);
    String path = dataset(format);
    try (OutputFile file = new OutputFile(out, "--out " + out, overwrite)) {
      Volume volume = Voxelizer.voxelize(phantom, grid, samples);
      if (format == VolumeFormat.HDF5) {
        Hdf5Writer.write(volume, path, file.temporary());
      } else {
        stream(volume, format, hounsfield, file.temporary());
      }
      file.publish();
    } catch (IOException e) {
      throw OutputFile.unwritable(out, e);
    }
    Vec3 mm = grid.spacing();
    String line =
        "%s: %s, %d x %d x %d voxels of %s x %s x %s mm, %s"
            .formatted(out, name, grid.nx(), grid.ny(), grid.nz(), mm.x(), mm.y(), mm.z(), units);
    spec.commandLine().getOut().println(line);
    String warning = phantom.cutOff(grid);
    if (warning != null) {
      spec.commandLine().getErr().println("warning: " + warning);
    }
    return 0;
  }

  private Phantom phantom(VoxelGrid grid) {
    if (!PhantomReader.isFile(name)) {
      return NamedPhantom.of(name).filling(grid);
    }
    Configuration conf = new Configuration();
    SourceLocation here = new SourceLocation("PHANTOM", null);
    var written = PhantomReader.file(HadoopFiles.qualify(here, "the file", name, conf), name, conf);
    if (!written.materials().isEmpty()) {
      throw new InputException(
          name
              + ": is of materials, for which a file of one volume has no room: expected mu, or a"
              + " description whose volume.phantom it is");
    }
    // Of mu: at no energy.
    return written.phantom(0);
  }

  private void stream(Volume volume, VolumeFormat format, boolean hounsfield, Path to)
      throws IOException {
    try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(to));
        OutputStream stream = isGzipped() ? new GZIPOutputStream(raw) : raw) {
      if (format == VolumeFormat.NUMPY) {
        NpyWriter.write(volume, stream);
      } else if (hounsfield) {
        NiftiWriter.writeHounsfield(volume, MuAt60Kev.WATER, stream);
      } else {
        NiftiWriter.writeMu(volume, stream);
      }
    }
  }

  private VolumeFormat format() {
    VolumeFormat format = VolumeFormat.of(out.toString());
    // A pair of files is not written.
    List<String> suffixes = new ArrayList<>(VolumeFormat.suffixes(FORMATS));
    suffixes.removeIf(VolumeFormat::mayHavePartners);
    if (format == null || !suffixes.contains(VolumeFormat.suffix(out.toString()))) {
      throw new InputException(
          "--out %s: expected a name that ends in one of %s"
              .formatted(out, String.join(", ", suffixes)));
    }
    return format;
  }

  private boolean isGzipped() {
    return VolumeFormat.suffix(out.toString()).endsWith(".gz");
  }

  private boolean hounsfield(VolumeFormat format) {
    switch (units) {
      case "per-mm" -> {
        return false;
      }
      case "hounsfield" -> {
        if (format == VolumeFormat.NIFTI) {
          return true;
        }
        throw new InputException("--units hounsfield: only for NIfTI files, not for " + out);
      }
      default -> throw new InputException("--units " + units + ": expected per-mm or hounsfield");
    }
  }

  private String dataset(VolumeFormat format) {
    if (dataset == null) {
      return "/ct";
    }
    if (format != VolumeFormat.HDF5) {
      throw new InputException("--dataset " + dataset + ": only for HDF5 files, not for " + out);
    }
    return dataset;
  }

  private VoxelGrid grid() {
    double[] n = numbers("--size", size);
    double[] mm = numbers("--spacing", spacing);
    for (double k : n) {
      if (k != Math.rint(k) || k < 1 || k > VoxelGrid.MAX_AXIS) {
        throw new InputException(
            "--size %s: expected whole numbers from 1 to %d".formatted(size, VoxelGrid.MAX_AXIS));
      }
    }
    for (double k : mm) {
      if (!(k > 0) || k == Double.POSITIVE_INFINITY) {
        throw new InputException("--spacing " + spacing + ": expected mm above 0");
      }
    }
    return VoxelGrid.centred((int) n[0], (int) n[1], (int) n[2], new Vec3(mm[0], mm[1], mm[2]));
  }

  /** Returns three numbers; one stands for all. */
  private static double[] numbers(String option, String value) {
    List<Double> some = OptionValues.oneOrThree(option, value, "one number or three, as 1,2,3");
    return IntStream.range(0, 3).mapToDouble(k -> some.get(some.size() == 1 ? 0 : k)).toArray();
  }
}
