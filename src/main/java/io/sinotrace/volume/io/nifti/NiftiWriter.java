package io.sinotrace.volume.io.nifti;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes volumes as NIfTI-1 in one file (.nii), little-endian.
 *
 * <p>Layout: R. W. Cox and others, NIfTI-1 Data Format (2003), {@code nifti1.h}. The grid's affine
 * goes into the sform (code 1, scanner), rounded to float32; there is no qform. The file contains
 * no time and no name, so the same volume gives the same bytes. For .nii.gz pass a {@link
 * java.util.zip.GZIPOutputStream}, which records no time either.
 */
public final class NiftiWriter {
  private static final int HEADER_SIZE = 348;

  /** The header and four zero bytes: no extension follows. */
  private static final int DATA_OFFSET = 352;

  private static final short INT16 = 4;
  private static final short FLOAT32 = 16;

  /** NIFTI_UNITS_MM. */
  private static final byte MILLIMETRES = 2;

  private NiftiWriter() {}

  /**
   * Writes mu in 1/mm as float32, bit for bit.
   *
   * @param out receives one write a row of voxels, so should be buffered; not closed here
   * @throws InputException if an axis is too long for NIfTI-1
   */
  public static void writeMu(Volume volume, OutputStream out) throws IOException {
    write(volume, "mu in 1/mm", out);
  }

  /**
   * Writes the values of the first channel as float32, bit for bit.
   *
   * @param description what they are, at most 79 characters of ASCII
   * @param out as of {@link #writeMu}
   * @throws InputException if an axis is too long for NIfTI-1
   */
  public static void write(Volume volume, String description, OutputStream out) throws IOException {
    out.write(header(volume.grid(), description));
    VoxelGrid grid = volume.grid();
    byte[] bytes = new byte[grid.nx() * Float.BYTES];
    ByteBuffer row = littleEndian(bytes);
    for (int z = 0; z < grid.nz(); z++) {
      FloatBuffer slab = volume.slab(0, z);
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          row.putFloat(x * Float.BYTES, slab.get(y * grid.nx() + x));
        }
        out.write(bytes);
      }
    }
  }

  /**
   * Writes CT numbers as int16: {@code HU = 1000 (mu / muWater - 1)}, rounded to integers. The
   * format cannot store muWater: a reader of the file needs to know it.
   *
   * @param muWater mu of water in 1/mm
   * @param out receives one write a row of voxels, so should be buffered; not closed here
   * @throws InputException if a CT number does not fit, or an axis is longer than NIfTI-1 can say
   */
  public static void writeHounsfield(Volume volume, double muWater, OutputStream out)
      throws IOException {
    out.write(header(volume.grid(), INT16, "CT numbers (HU)"));
    VoxelGrid grid = volume.grid();
    byte[] bytes = new byte[grid.nx() * Short.BYTES];
    ByteBuffer row = littleEndian(bytes);
    for (int z = 0; z < grid.nz(); z++) {
      FloatBuffer slab = volume.slab(0, z);
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          long hu = Math.round(1000 * (slab.get(y * grid.nx() + x) / muWater - 1));
          if (hu < Short.MIN_VALUE || hu > Short.MAX_VALUE) {
            throw new InputException(
                "voxel (%d, %d, %d) is %d HU: 16 bits hold -32768 to 32767; write mu in 1/mm"
                    .formatted(x, y, z, hu));
          }
          row.putShort(x * Short.BYTES, (short) hu);
        }
        out.write(bytes);
      }
    }
  }

  /**
   * Returns what comes before the voxels of a file of float32, x running fastest.
   *
   * @param description what they are, at most 79 characters of ASCII
   * @throws InputException if an axis is too long for NIfTI-1
   */
  public static byte[] header(VoxelGrid grid, String description) {
    return header(grid, FLOAT32, description);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the header; the numbers are byte offsets of {@code nifti1.h}; all other bytes are 0.
   */
  private static byte[] header(VoxelGrid grid, short type, String description) {
    if (Math.max(Math.max(grid.nx(), grid.ny()), grid.nz()) > Short.MAX_VALUE) {
      throw new InputException(
          "a volume of %d x %d x %d voxels: NIfTI-1 holds at most 32767 along an axis"
              .formatted(grid.nx(), grid.ny(), grid.nz()));
    }
    byte[] header = new byte[DATA_OFFSET];
    ByteBuffer h = littleEndian(header);
    h.putInt(0, HEADER_SIZE);
    h.put(38, (byte) 'r'); // regular: required by Analyze readers
    short[] dim = {3, (short) grid.nx(), (short) grid.ny(), (short) grid.nz(), 1, 1, 1, 1};
    Vec3 spacing = grid.spacing();
    float[] pixdim = {1, (float) spacing.x(), (float) spacing.y(), (float) spacing.z()};
    for (int k = 0; k < dim.length; k++) {
      h.putShort(40 + Short.BYTES * k, dim[k]);
    }
    for (int k = 0; k < pixdim.length; k++) {
      h.putFloat(76 + Float.BYTES * k, pixdim[k]);
    }
    h.putShort(70, type); // datatype
    h.putShort(72, (short) (type == INT16 ? Short.SIZE : Float.SIZE)); // bitpix
    h.putFloat(108, DATA_OFFSET); // vox_offset
    h.putFloat(112, 1); // scl_slope; scl_inter is 0
    h.put(123, MILLIMETRES); // xyzt_units
    h.put(148, description.getBytes(StandardCharsets.US_ASCII)); // descrip
    h.putShort(254, (short) 1); // sform_code
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        int at = 280 + Float.BYTES * (4 * row + column); // srow_x, srow_y, srow_z
        h.putFloat(at, (float) grid.indexToWorld().get(row, column));
      }
    }
    h.put(344, new byte[] {'n', '+', '1', 0}); // magic
    return header;
  }
}
