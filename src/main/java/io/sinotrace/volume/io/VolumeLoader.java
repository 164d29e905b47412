package io.sinotrace.volume.io;

import io.sinotrace.InputException;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.VolumeSource.Placement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads volume files: NIfTI-1 (.nii, .nii.gz), MetaImage (.mha, .mhd), NumPy (.npy) and HDF5 (.h5,
 * .hdf5), from any Hadoop file system. The end of a file's name says its format.
 */
public final class VolumeLoader {
  private static final Map<String, VolumeReader> READERS = new LinkedHashMap<>();

  static {
    NiftiReader nifti = new NiftiReader();
    READERS.put(".nii", nifti);
    READERS.put(".nii.gz", nifti);
    MetaImageReader metaImage = new MetaImageReader();
    READERS.put(".mha", metaImage);
    READERS.put(".mhd", metaImage);
    READERS.put(".npy", new NumpyReader());
    Hdf5Reader hdf5 = new Hdf5Reader();
    READERS.put(".h5", hdf5);
    READERS.put(".hdf5", hdf5);
  }

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
    try (OpenVolume volume = open(file, source)) {
      return place(volume, source);
    }
  }

  /**
   * Decodes a whole volume.
   *
   * @return mu in 1/mm on the grid of {@link #readGrid}: each number of the file scaled and
   *     converted in float64, and rounded once to float32
   * @throws InputException as {@link #readGrid}, and if the file is damaged, a voxel is not finite
   *     or beyond 2^96, or this JVM cannot hold the volume
   */
  public static Volume load(VolumeSource source, Configuration conf) {
    VolumeFile file = VolumeFile.find(source.uri(), conf);
    try (OpenVolume volume = open(file, source)) {
      VoxelSink sink = new VoxelSink(file, place(volume, source), source);
      volume.decode(sink);
      return sink.finish();
    }
  }

  private static VoxelGrid place(OpenVolume volume, VolumeSource source) {
    return source.placement() == Placement.ISOCENTER ? volume.grid().centred() : volume.grid();
  }

  private static OpenVolume open(VolumeFile file, VolumeSource source) {
    VolumeReader reader = readerOf(file);
    for (VolumeReader.Key key : VolumeReader.Key.values()) {
      boolean given =
          switch (key) {
            case DATASET -> source.dataset() != null;
            case AXES -> source.axes() != null;
            case SPACING -> source.spacing() != null;
          };
      if (given && !reader.keys().contains(key)) {
        throw file.fault(
            "`%s` does not apply to %s files: remove the key".formatted(key.text(), reader.name()));
      }
    }
    return reader.open(file, source);
  }

  /** Returns the reader of a file's format. */
  static VolumeReader readerOf(VolumeFile file) {
    String name = file.fileName().toLowerCase(Locale.ROOT);
    StringJoiner known = new StringJoiner(", ");
    for (Map.Entry<String, VolumeReader> entry : READERS.entrySet()) {
      if (name.endsWith(entry.getKey())) {
        return entry.getValue();
      }
      known.add(entry.getKey());
    }
    if (name.endsWith(".hdr") || name.endsWith(".img")) {
      throw file.fault(
          "a .hdr/.img pair is not supported: expected a single .nii file, convert it");
    }
    throw file.fault("unknown format: expected a name that ends in one of " + known);
  }
}
