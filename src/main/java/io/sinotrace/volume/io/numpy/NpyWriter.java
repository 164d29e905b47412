package io.sinotrace.volume.io.numpy;

import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes NumPy arrays (.npy, format version 1.0). */
public final class NpyWriter {
  /** The header's length is a multiple of this. */
  private static final int ALIGNMENT = 64;

  private NpyWriter() {}

  /**
   * Writes a volume: little-endian float32 of shape [z][y][x], mu in 1/mm; the format has no voxel
   * size. One write a row of voxels; {@code out} is not closed.
   */
  public static void write(Volume volume, OutputStream out) throws IOException {
    VoxelGrid grid = volume.grid();
    out.write(header("<f4", grid.nz(), grid.ny(), grid.nx()));
    float[] row = new float[grid.nx()];
    ByteBuffer bytes = ByteBuffer.allocate(row.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        volume.slab(0, z).get(y * row.length, row);
        bytes.asFloatBuffer().put(row);
        out.write(bytes.array());
      }
    }
  }

  /**
   * Returns the header of a file: magic text, version and description of the array.
   *
   * @param type such as {@code <f4}: little-endian float32
   * @param shape lengths of the axes; the last one runs fastest
   */
  public static byte[] header(String type, int... shape) {
    String axes =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String keys = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, axes);
    int prefix = 10;
    int size = (prefix + keys.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) (size - prefix));
    header.put(keys.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    header.put((byte) '\n');
    return header.array();
  }
}
