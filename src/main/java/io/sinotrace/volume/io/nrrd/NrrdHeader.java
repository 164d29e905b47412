package io.sinotrace.volume.io.nrrd;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.RawImage.Packing;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeFile;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The contents of an NRRD header (the format's definition at teem.sourceforge.net).
 *
 * <p>Fields that do not affect voxels or grid (content, kinds, old min, ...) are ignored, as the
 * format intends.
 */
final class NrrdHeader {
  /** More than any file has; sums of it and of bytes do not overflow. */
  private static final long MAX_SKIP = 1L << 48;

  private final NrrdText text;
  private final VoxelGrid grid;
  private final SampleType type;
  private final @Nullable Packing packing;

  /**
   * Reads a header.
   *
   * @throws io.sinotrace.InputException naming the line that is at fault or not supported
   */
  NrrdHeader(NrrdText text) {
    this.text = text;
    this.type = typeOf(text);
    this.packing = packingOf(text);
    this.grid = NrrdGrid.of(text);
    if (lineSkip() < 0 || lineSkip() > MAX_SKIP) {
      throw text.fault("0 or more, at most 2^48", "line skip");
    }
    if (byteSkip() < (packing == Packing.NONE ? -1 : 0) || byteSkip() > MAX_SKIP) {
      throw text.fault(
          "0 or more, at most 2^48, or -1 for raw voxels at the file's end", "byte skip");
    }
    if (packing == null && byteSkip() > 0) {
      throw text.fault("0, since the voxels are text", "byte skip");
    }
  }

  private static SampleType typeOf(NrrdText text) {
    String type = text.need("type").toLowerCase(Locale.ROOT);
    return switch (type) {
      case "signed char", "int8", "int8_t" -> SampleType.INT8;
      case "uchar", "unsigned char", "uint8", "uint8_t" -> SampleType.UINT8;
      case "short", "short int", "signed short", "signed short int", "int16", "int16_t" ->
          SampleType.INT16;
      case "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t" ->
          SampleType.UINT16;
      case "int", "signed int", "int32", "int32_t" -> SampleType.INT32;
      case "uint", "unsigned int", "uint32", "uint32_t" -> SampleType.UINT32;
      case "longlong",
          "long long",
          "long long int",
          "signed long long",
          "signed long long int",
          "int64",
          "int64_t" ->
          SampleType.INT64;
      case "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t" ->
          SampleType.UINT64;
      case "float" -> SampleType.FLOAT32;
      case "double" -> SampleType.FLOAT64;
      default -> throw text.fault("int8 to int64, uint8 to uint64, float or double", "type");
    };
  }

  private static @Nullable Packing packingOf(NrrdText text) {
    return switch (text.need("encoding").toLowerCase(Locale.ROOT)) {
      case "raw" -> Packing.NONE;
      case "gz", "gzip" -> Packing.GZIP;
      case "bz2", "bzip2" -> Packing.BZIP2;
      case "txt", "text", "ascii" -> null;
      default -> throw text.fault("raw, gzip, bzip2 or ascii", "encoding");
    };
  }

  /** Returns the grid in the world, RAS+. */
  VoxelGrid grid() {
    return grid;
  }

  /** Returns how a voxel is stored, or in which type its text is to be read. */
  SampleType type() {
    return type;
  }

  /** Returns how the voxels are packed; null if they are text. */
  @Nullable Packing packing() {
    return packing;
  }

  /** Returns the byte order of the voxels. */
  ByteOrder order() {
    if (type.bytes() == 1) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    return switch (text.need("endian").toLowerCase(Locale.ROOT)) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw text.fault("little or big", "endian");
    };
  }

  /** Returns the lines to skip in the voxels' file, before they are unpacked. */
  long lineSkip() {
    return text.whole(0, "line skip");
  }

  /** Returns the bytes to skip then, once they are unpacked; -1 for raw voxels at the end. */
  long byteSkip() {
    return text.whole(0, "byte skip");
  }

  /**
   * Returns the name of the file with the voxels, which is one in the header's own folder; null if
   * they are in the header's file. The rest of the header is not checked.
   */
  static @Nullable String dataFile(NrrdText text) {
    String name = text.find("data file");
    if (name == null) {
      return null;
    }
    if (name.toUpperCase(Locale.ROOT).startsWith("LIST") || name.indexOf('%') >= 0) {
      throw text.fault("one file; several files are not supported", "data file");
    }
    String bare = name.startsWith("./") ? name.substring(2) : name;
    if (!VolumeFile.isName(bare)) {
      throw text.fault("the name of a file in the header's own folder", "data file");
    }
    return bare;
  }
}
