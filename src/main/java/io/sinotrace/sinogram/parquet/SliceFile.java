package io.sinotrace.sinogram.parquet;

import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.parquet.SinogramFiles.Written;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes planes of an image: {@code z INT, y INT, mu ARRAY<FLOAT>}, a row for each line of voxels
 * along x, ordered by z, then y; with the pages of a {@link SinogramFile}.
 */
public final class SliceFile {
  private static final List<ValueColumn> VALUES = List.of(new ValueColumn(Columns.MU));

  private SliceFile() {}

  /**
   * Writes a new file.
   *
   * @param zFrom number of the first plane
   * @param planes how many there are
   * @param ny lines of a plane
   * @param nx voxels of a line
   * @param values [z][y][x], x fastest
   * @throws IOException also if the file exists, where that is not an object store
   */
  public static Written write(
      Path path,
      Configuration conf,
      Compression compression,
      int zFrom,
      int planes,
      int ny,
      int nx,
      float[] values)
      throws IOException {
    SinogramFile file =
        new SinogramFile(
            path,
            conf,
            compression,
            IntStream.range(zFrom, zFrom + planes).toArray(),
            IntStream.range(0, ny).toArray(),
            nx,
            VALUES.size(),
            SinogramSchema.of(Columns.Z, Columns.Y, VALUES));
    try (file) {
      for (int z = 0; z < planes; z++) {
        for (int y = 0; y < ny; y++) {
          file.write(zFrom + z, y, values, (z * ny + y) * nx, 1);
        }
      }
    }
    return new Written(path.getName(), file.rows(), file.bytes(), file.crc32c(), List.of());
  }
}
