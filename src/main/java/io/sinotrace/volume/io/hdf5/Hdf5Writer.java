package io.sinotrace.volume.io.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Writes a volume as one dataset of an HDF5 file.
 *
 * <p>The dataset is contiguous float32 of shape [z][y][x], mu in 1/mm. Its attribute {@code
 * spacing} holds the voxel size along x, y and z in mm. HDF5 has no convention for position and
 * rotation, so they are not kept.
 */
public final class Hdf5Writer {
  /** The attribute of the dataset that holds the voxel size in mm along x, y and z. */
  public static final String SPACING = "spacing";

  private Hdf5Writer() {}

  /**
   * Writes a new file. Needs a copy of the whole volume on the Java heap.
   *
   * @param dataset the dataset's path in the file, such as {@code /ct}; missing groups are created
   * @throws InputException if the path is not valid, or the grid's axes are not the world's
   * @throws IOException if the file cannot be written
   */
  public static void write(Volume volume, String dataset, Path file) throws IOException {
    VoxelGrid grid = volume.grid();
    Vec3 spacing = grid.spacing();
    requireAlongWorld(grid, spacing);
    List<String> names = names(dataset);
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup group = hdf;
      for (String name : names.subList(0, names.size() - 1)) {
        group = group.putGroup(name);
      }
      WritableDataset data = group.putDataset(names.get(names.size() - 1), array(volume));
      data.putAttribute(SPACING, spacing.toArray());
    } catch (HdfException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IOException(cause.getMessage(), e);
    }
  }

  private static List<String> names(String dataset) {
    String path = dataset.startsWith("/") ? dataset.substring(1) : dataset;
    List<String> names = Arrays.asList(path.split("/", -1));
    for (String name : names) {
      if (name.isBlank() || name.equals(".") || name.equals("..")) {
        throw new InputException(
            "'" + dataset + "' cannot name an HDF5 dataset: expected a path such as /ct");
      }
    }
    return names;
  }

  private static void requireAlongWorld(VoxelGrid grid, Vec3 spacing) {
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        double expected = row == column ? spacing.get(row) : 0;
        if (Math.abs(grid.indexToWorld().get(row, column) - expected) > 1e-9 * spacing.get(row)) {
          throw new InputException(
              "the volume's axes are turned or flipped, which an HDF5 file cannot say:"
                  + " write NIfTI");
        }
      }
    }
  }

  private static float[][][] array(Volume volume) {
    VoxelGrid grid = volume.grid();
    float[][][] voxels = new float[grid.nz()][grid.ny()][grid.nx()];
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        volume.slab(0, z).get(y * grid.nx(), voxels[z][y]);
      }
    }
    return voxels;
  }
}
