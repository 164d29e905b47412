package io.sinotrace.volume.io.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The bytes against the layout of nifti1.h, offset by offset. */
class NiftiWriterTest {
  private static final VoxelGrid GRID =
      new VoxelGrid(4, 3, 2, Affine.ofRows(0, -2, 0, 11, 1.5, 0, 0, -12, 0, 0, 3, 13.25));

  /** Voxel (x, y, z) is (100 z + 10 y + x) / 8. */
  private static Volume volume(VoxelGrid grid) {
    SlabVolume.Writer writer = SlabVolume.on(grid);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          writer.set(x, y, z, (100 * z + 10 * y + x) / 8.0);
        }
      }
    }
    return writer.finish();
  }

  private static byte[] mu(Volume volume) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NiftiWriter.writeMu(volume, out);
    return out.toByteArray();
  }

  private static byte[] hounsfield(Volume volume, double muWater) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NiftiWriter.writeHounsfield(volume, muWater, out);
    return out.toByteArray();
  }

  /** The header's fields by hand: everything not named here must be 0. */
  private static byte[] expectedHeader(int datatype, int bitpix, String description) {
    byte[] bytes = new byte[352];
    ByteBuffer h = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    h.putInt(0, 348); // sizeof_hdr
    bytes[38] = 'r'; // regular
    short[] dim = {3, 4, 3, 2, 1, 1, 1, 1};
    for (int k = 0; k < 8; k++) {
      h.putShort(40 + 2 * k, dim[k]);
    }
    h.putShort(70, (short) datatype);
    h.putShort(72, (short) bitpix);
    float[] pixdim = {1, 1.5f, 2, 3};
    for (int k = 0; k < 4; k++) {
      h.putFloat(76 + 4 * k, pixdim[k]);
    }
    h.putFloat(108, 352); // vox_offset
    h.putFloat(112, 1); // scl_slope
    bytes[123] = 2; // xyzt_units: mm
    byte[] descrip = description.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(descrip, 0, bytes, 148, descrip.length);
    h.putShort(252, (short) 0); // qform_code
    h.putShort(254, (short) 1); // sform_code
    float[] srow = {0, -2, 0, 11, 1.5f, 0, 0, -12, 0, 0, 3, 13.25f};
    for (int k = 0; k < 12; k++) {
      h.putFloat(280 + 4 * k, srow[k]);
    }
    bytes[344] = 'n';
    bytes[345] = '+';
    bytes[346] = '1';
    return bytes;
  }

  @Test
  void headerOfMu() throws IOException {
    byte[] header = Arrays.copyOf(mu(volume(GRID)), 352);
    assertArrayEquals(expectedHeader(16, 32, "mu in 1/mm"), header);
  }

  @Test
  void headerOfHounsfield() throws IOException {
    byte[] header = Arrays.copyOf(hounsfield(volume(GRID), 1), 352);
    assertArrayEquals(expectedHeader(4, 16, "CT numbers (HU)"), header);
  }

  @Test
  void voxelsOfMuAreLittleEndianFloatsWithXFastest() throws IOException {
    byte[] bytes = mu(volume(GRID));
    assertEquals(352 + 4 * 24, bytes.length);
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(3 / 8f, b.getFloat(352 + 4 * 3));
    assertEquals(10 / 8f, b.getFloat(352 + 4 * 4));
    assertEquals(123 / 8f, b.getFloat(352 + 4 * 23));
    // 100 / 8 = 12.5 = 0x41480000, as the first voxel of the second slab.
    assertArrayEquals(new byte[] {0, 0, 0x48, 0x41}, Arrays.copyOfRange(bytes, 352 + 48, 352 + 52));
  }

  @Test
  void hounsfieldIsRoundedToWholeNumbers() throws IOException {
    // With muWater = 0.8: voxel (x, 0, 0) = x / 8 is 1000 (x / 6.4 - 1) HU.
    byte[] bytes = hounsfield(volume(GRID), 0.8);
    assertEquals(352 + 2 * 24, bytes.length);
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(-1000, b.getShort(352));
    assertEquals(-844, b.getShort(354)); // -843.75
    assertEquals(-687, b.getShort(356)); // -687.5: half goes up
    assertEquals(18_219, b.getShort(352 + 2 * 23)); // 123 / 6.4 = 19.21875
  }

  @Test
  void hounsfieldBeyond16BitsIsRefused() {
    InputException e = assertThrows(InputException.class, () -> hounsfield(volume(GRID), 0.1));
    assertEquals(
        "voxel (0, 0, 1) is 124000 HU: 16 bits hold -32768 to 32767; write mu in 1/mm",
        e.getMessage());
  }

  @Test
  void axesBeyond15BitsAreRefused() {
    VoxelGrid grid = new VoxelGrid(1, 32_768, 1, Affine.ofRows(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0));
    InputException e = assertThrows(InputException.class, () -> mu(volume(grid)));
    assertEquals(
        "a volume of 1 x 32768 x 1 voxels: NIfTI-1 holds at most 32767 along an axis",
        e.getMessage());
  }
}
