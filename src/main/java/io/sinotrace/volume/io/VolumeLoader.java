package io.sinotrace.volume.io;

import io.sinotrace.InputException;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeReader;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import io.sinotrace.volume.io.file.VoxelSink;
import io.sinotrace.volume.io.hdf5.Hdf5Reader;
import io.sinotrace.volume.io.metaimage.MetaImageReader;
import io.sinotrace.volume.io.nifti.NiftiReader;
import io.sinotrace.volume.io.numpy.NumpyReader;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads volume files of any {@link VolumeFormat}, from any Hadoop file system. Settings of a source
 * that its format does not take are ignored, since a batch may mix formats.
 */
public final class VolumeLoader {
  private VolumeLoader() {}

  /**
   * Reads a file's header alone.
   *
   * <p>What the header claims is checked against the size of the file. An HDF5 file on a file
   * system that is not local is copied as a whole.
   *
   * @return the grid in the world, placed as {@code source} says
   * @throws InputException if the file cannot be read, or its header is at fault or not supported
   */
  public static VoxelGrid readGrid(VolumeSource source, Configuration conf) {
    VolumeFile file = VolumeFile.find(source.uri(), conf);
    try (OpenVolume volume = readerOf(file).open(file, source)) {
      return place(volume, source);
    }
  }

  /**
   * Returns whether a file defines the patient's orientation, so that the axes of its grid's world
   * are known to be the patient's: NIfTI by an sform or a qform, MetaImage by a matrix; arrays
   * never.
   *
   * @throws InputException as {@link #readGrid}
   */
  public static boolean knowsSides(VolumeSource source, Configuration conf) {
    VolumeFile file = VolumeFile.find(source.uri(), conf);
    return readerOf(file).knowsSides(file);
  }

  /**
   * Decodes a whole volume of one channel.
   *
   * @return mu in 1/mm on the grid of {@link #readGrid}: each number of the file scaled and
   *     converted in float64, and rounded once to float32
   * @throws InputException as {@link #readGrid}, and if the file is damaged, or a voxel is not
   *     finite or beyond 2^96
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for the volume
   */
  public static Volume load(VolumeSource source, Configuration conf) {
    return loadHashed(source, conf).volume();
  }

  /**
   * Decodes a whole volume and hashes the bytes it was decoded from.
   *
   * @return the volume as of {@link #load}, or the channels that {@code source} asks for
   * @throws InputException as {@link #load}, and if a file has changed in the meantime
   */
  public static HashedVolume loadHashed(VolumeSource source, Configuration conf) {
    InputState state = InputState.of(source, conf);
    VolumeFile file = VolumeFile.find(source.uri(), conf);
    try (OpenVolume volume = readerOf(file).open(file, source)) {
      VoxelSink sink = new VoxelSink(file, place(volume, source), source);
      volume.decode(sink);
      return new HashedVolume(sink.finish(), state.summed(sink.sha256()));
    } catch (InputException e) {
      if (state.isCurrent()) {
        throw e;
      }
      // A fault found in a file that is being replaced is a consequence of the replacement.
      InputException changed = state.changed();
      changed.addSuppressed(e);
      throw changed;
    }
  }

  private static VoxelGrid place(OpenVolume volume, VolumeSource source) {
    return source.placement() == Placement.ISOCENTER ? volume.grid().centred() : volume.grid();
  }

  /** Returns the reader of a file's format. */
  static VolumeReader readerOf(VolumeFile file) {
    VolumeFormat format = VolumeFormat.of(file.fileName());
    if (format == null) {
      String name = file.fileName().toLowerCase(Locale.ROOT);
      throw file.fault(
          name.endsWith(".hdr") || name.endsWith(".img")
              ? "a .hdr/.img pair is not supported: expected a single .nii file, convert it"
              : "unknown format: expected a name that ends in one of "
                  + String.join(", ", VolumeFormat.suffixes(List.of(VolumeFormat.values()))));
    }
    return switch (format) {
      case NIFTI -> new NiftiReader();
      case METAIMAGE -> new MetaImageReader();
      case NUMPY -> new NumpyReader();
      case HDF5 -> new Hdf5Reader();
    };
  }
}
