package io.sinotrace.volume.io.nifti;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header of a NIfTI-1 file (nifti1.h of the NIfTI Data Format Working Group, 2007).
 *
 * @param grid the grid in the world, RAS+ in mm
 * @param type how a voxel is stored
 * @param order byte order of the whole file
 * @param offset where the voxels begin
 * @param slope value = stored number * slope + intercept
 * @param intercept as {@code slope}
 * @param oriented whether the file defines the patient's orientation
 */
record NiftiHeader(
    VoxelGrid grid,
    SampleType type,
    ByteOrder order,
    long offset,
    double slope,
    double intercept,
    boolean oriented) {
  /** Size of the header; a single file holds at least four bytes more before the voxels. */
  static final int BYTES = 348;

  /** The first two bytes of a gzip file. */
  private static final short GZIP = 0x1f8b;

  private static final int DIM = 40;
  private static final int DATATYPE = 70;
  private static final int VOX_OFFSET = 108;
  private static final int SCL_SLOPE = 112;
  private static final int SCL_INTER = 116;
  private static final int MAGIC = 344;

  /**
   * Reads a header.
   *
   * @param file named in faults
   * @param bytes the file's first {@link #BYTES}, or fewer if it has no more
   * @throws io.sinotrace.InputException if it is not a NIfTI-1 header, or not a supported one
   */
  static NiftiHeader parse(VolumeFile file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    in.order(orderOf(file, in));
    checkMagic(file, bytes);
    double slope = in.getFloat(SCL_SLOPE);
    double intercept = in.getFloat(SCL_INTER);
    // Slope 0 means no scaling in the format; some programs write NaN for it.
    if (slope == 0 || Double.isNaN(slope)) {
      slope = 1;
      intercept = 0;
    }
    if (!Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw file.fault(
          "scl_slope %s, scl_inter %s: expected finite numbers".formatted(slope, intercept));
    }
    int[] size = sizeOf(file, in);
    return new NiftiHeader(
        file.grid(size[0], size[1], size[2], NiftiOrientation.indexToWorld(file, in)),
        typeOf(file, in.getShort(DATATYPE)),
        in.order(),
        offsetOf(file, in.getFloat(VOX_OFFSET)),
        slope,
        intercept,
        NiftiOrientation.isGiven(in));
  }

  private static ByteOrder orderOf(VolumeFile file, ByteBuffer in) {
    if (in.capacity() > 1 && in.order(ByteOrder.BIG_ENDIAN).getShort(0) == GZIP) {
      throw file.fault("is gzipped: expected plain NIfTI-1, or the name to end in .nii.gz");
    }
    if (in.capacity() < BYTES) {
      throw file.fault("%d bytes: expected a NIfTI-1 header of %d".formatted(in.capacity(), BYTES));
    }
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      int size = in.order(order).getInt(0);
      if (size == BYTES) {
        return order;
      }
      if (size == 540) {
        throw file.fault("is NIfTI-2: expected NIfTI-1, convert it");
      }
    }
    throw file.fault("is not NIfTI-1: its first number is not 348, the size of the header");
  }

  private static void checkMagic(VolumeFile file, byte[] bytes) {
    String magic = new String(bytes, MAGIC, 4, StandardCharsets.ISO_8859_1);
    if (magic.equals("ni1\0")) {
      throw file.fault(
          "is the header of a .hdr/.img pair: expected a single file (magic n+1), convert it");
    }
    if (!magic.equals("n+1\0")) {
      throw file.fault("has magic '%s': expected n+1 of a single NIfTI-1 file".formatted(magic));
    }
  }

  private static int[] sizeOf(VolumeFile file, ByteBuffer in) {
    int axes = in.getShort(DIM);
    if (axes < 3 || axes > 7) {
      throw file.fault("dim[0] is %d: expected 3 axes".formatted(axes));
    }
    int[] size = new int[3];
    for (int k = 1; k <= axes; k++) {
      int n = in.getShort(DIM + 2 * k);
      if (k <= 3) {
        size[k - 1] = n;
      }
      if (n < 1) {
        throw file.fault("dim[%d] is %d: expected at least 1".formatted(k, n));
      }
      if (k > 3 && n != 1) {
        throw file.fault(
            "dim[%d] is %d: expected one volume, split the file first".formatted(k, n));
      }
    }
    return size;
  }

  private static SampleType typeOf(VolumeFile file, int code) {
    return switch (code) {
      case 2 -> SampleType.UINT8;
      case 4 -> SampleType.INT16;
      case 8 -> SampleType.INT32;
      case 16 -> SampleType.FLOAT32;
      case 64 -> SampleType.FLOAT64;
      case 256 -> SampleType.INT8;
      case 512 -> SampleType.UINT16;
      case 768 -> SampleType.UINT32;
      case 1024 -> SampleType.INT64;
      case 1280 -> SampleType.UINT64;
      default -> {
        String name =
            switch (code) {
              case 1 -> " (binary)";
              case 32 -> " (complex64)";
              case 128 -> " (rgb24)";
              case 1536 -> " (float128)";
              case 1792 -> " (complex128)";
              case 2048 -> " (complex256)";
              case 2304 -> " (rgba32)";
              default -> "";
            };
        throw file.fault(
            "datatype %d%s: expected an integer type of 8 to 64 bits, float32 or float64"
                .formatted(code, name));
      }
    };
  }

  private static long offsetOf(VolumeFile file, float offset) {
    if (!(offset >= BYTES + 4) || offset > 0x1p62 || offset != Math.rint(offset)) {
      throw file.fault(
          "vox_offset is %s: expected a whole number of at least 352".formatted(offset));
    }
    return (long) offset;
  }
}
