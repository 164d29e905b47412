package io.sinotrace.volume.io.nifti;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeFile;
import java.nio.ByteOrder;

/**
 * What the header of a NIfTI file says.
 *
 * @param grid the grid in the world, RAS+ in mm
 * @param type how a voxel is stored
 * @param order byte order of the whole file
 * @param offset where the voxels begin
 * @param slope value = stored number * slope + intercept
 * @param intercept as {@code slope}
 * @param oriented whether the file defines the patient's orientation
 * @param isPair whether the voxels are in another file
 */
record NiftiHeader(
    VoxelGrid grid,
    SampleType type,
    ByteOrder order,
    long offset,
    double slope,
    double intercept,
    boolean oriented,
    boolean isPair) {
  /**
   * Reads a header.
   *
   * @param file named in faults
   * @param bytes the file's first {@link NiftiFields#MAX_BYTES}, or fewer if it has no more
   * @throws io.sinotrace.InputException if it is not a NIfTI header, or not a supported one
   */
  static NiftiHeader parse(VolumeFile file, byte[] bytes) {
    NiftiFields in = NiftiFields.of(file, bytes);
    double slope = in.slope();
    double intercept = in.intercept();
    // Slope 0 means no scaling in the format; some programs write NaN for it.
    if (slope == 0 || Double.isNaN(slope)) {
      slope = 1;
      intercept = 0;
    }
    if (!Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw file.fault(
          "scl_slope %s, scl_inter %s: expected finite numbers".formatted(slope, intercept));
    }
    long[] size = sizeOf(file, in);
    return new NiftiHeader(
        file.grid(size[0], size[1], size[2], NiftiOrientation.indexToWorld(file, in)),
        typeOf(file, in.datatype()),
        in.order(),
        offsetOf(file, in),
        slope,
        intercept,
        NiftiOrientation.isGiven(in),
        in.isPair());
  }

  private static long[] sizeOf(VolumeFile file, NiftiFields in) {
    long axes = in.dim(0);
    if (axes < 3 || axes > 7) {
      throw file.fault("dim[0] is %d: expected 3 axes".formatted(axes));
    }
    long[] size = new long[3];
    for (int k = 1; k <= axes; k++) {
      long n = in.dim(k);
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

  private static long offsetOf(VolumeFile file, NiftiFields in) {
    double offset = in.voxOffset();
    int least = in.isPair() ? 0 : in.bytes();
    if (!(offset >= least) || offset > 0x1p62 || offset != Math.rint(offset)) {
      throw file.fault(
          "vox_offset is %s: expected a whole number of at least %d".formatted(offset, least));
    }
    return (long) offset;
  }
}
