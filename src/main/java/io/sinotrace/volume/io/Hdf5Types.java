package io.sinotrace.volume.io;

import io.jhdf.api.Dataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.math.BigInteger;

/** Which types of HDF5 are numbers, and their values in float64. */
final class Hdf5Types {
  private Hdf5Types() {}

  /**
   * Refuses a dataset of anything but whole integers of 8 to 64 bits and IEEE 754 floats of 16, 32
   * or 64 bits.
   */
  static void requireNumbers(VolumeFile file, Dataset dataset) {
    DataType type = dataset.getDataType();
    boolean good = false;
    if (type instanceof FixedPoint integer) {
      int size = integer.getSize();
      good =
          (size == 1 || size == 2 || size == 4 || size == 8)
              && integer.getBitOffset() == 0
              && integer.getBitPrecision() == 8 * size;
    } else if (type instanceof FloatingPoint real) {
      int exponent =
          switch (real.getSize()) {
            case 2 -> 5;
            case 4 -> 8;
            case 8 -> 11;
            default -> -1;
          };
      good =
          real.getExponentSize() == exponent
              && real.getBitOffset() == 0
              && real.getBitPrecision() == 8 * real.getSize();
    }
    if (!good) {
      throw file.fault(
          ("dataset %s holds %s of %d bytes: expected integers of 8 to 64 bits, or floats of 16, 32"
                  + " or 64")
              .formatted(dataset.getPath(), type.getClass().getSimpleName(), type.getSize()));
    }
  }

  /** Converts a one-dimensional array as jHDF makes it; unsigned numbers come in a wider type. */
  static void toDoubles(Object row, int count, double[] out) {
    if (row instanceof float[] values) {
      for (int i = 0; i < count; i++) {
        out[i] = values[i];
      }
    } else if (row instanceof double[] values) {
      System.arraycopy(values, 0, out, 0, count);
    } else if (row instanceof byte[] values) {
      for (int i = 0; i < count; i++) {
        out[i] = values[i];
      }
    } else if (row instanceof short[] values) {
      for (int i = 0; i < count; i++) {
        out[i] = values[i];
      }
    } else if (row instanceof int[] values) {
      for (int i = 0; i < count; i++) {
        out[i] = values[i];
      }
    } else if (row instanceof long[] values) {
      for (int i = 0; i < count; i++) {
        out[i] = values[i];
      }
    } else if (row instanceof BigInteger[] values) {
      for (int i = 0; i < count; i++) {
        out[i] = values[i].doubleValue();
      }
    } else {
      throw new IllegalStateException("an array of " + row.getClass().getSimpleName());
    }
  }
}
