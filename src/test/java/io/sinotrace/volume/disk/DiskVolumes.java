package io.sinotrace.volume.disk;

import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.nio.file.Path;

/** Volumes on the disk for tests. */
public final class DiskVolumes {
  private DiskVolumes() {}

  /** Returns a copy of a volume, row by row, in an empty folder. */
  public static DiskVolume copy(Path folder, Volume volume) throws IOException {
    VoxelGrid grid = volume.grid();
    DiskVolumeWriter writer = new DiskVolumeWriter(folder, grid, volume.channels());
    double[] row = new double[grid.nx()];
    for (int c = 0; c < volume.channels(); c++) {
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          for (int x = 0; x < grid.nx(); x++) {
            row[x] = volume.slab(c, z).get(y * grid.nx() + x);
          }
          long first = ((long) z * grid.ny() + y) * grid.nx();
          writer.setRun(c, first, row, 0, row.length);
        }
      }
    }
    return writer.finish();
  }
}
