package io.sinotrace.volume.io.hdf5;

import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.hdf5.layout.NumberType;
import org.jspecify.annotations.Nullable;

/** The HDF5 types that are supported as voxel values. */
final class Hdf5Types {
  /** The supported types in an error message. */
  static final String NUMBERS =
      "integers of 8, 16, 32 or 64 bits, or IEEE 754 floats of 16, 32 or 64";

  private Hdf5Types() {}

  /** Returns how a number is stored; null if the type is not supported. */
  static @Nullable SampleType sampleType(NumberType type) {
    return switch (type.kind()) {
      case SIGNED ->
          switch (type.bytes()) {
            case 1 -> SampleType.INT8;
            case 2 -> SampleType.INT16;
            case 4 -> SampleType.INT32;
            default -> SampleType.INT64;
          };
      case UNSIGNED ->
          switch (type.bytes()) {
            case 1 -> SampleType.UINT8;
            case 2 -> SampleType.UINT16;
            case 4 -> SampleType.UINT32;
            default -> SampleType.UINT64;
          };
      case FLOAT ->
          switch (type.bytes()) {
            case 2 -> SampleType.FLOAT16;
            case 4 -> SampleType.FLOAT32;
            default -> SampleType.FLOAT64;
          };
      case OTHER -> null;
    };
  }
}
