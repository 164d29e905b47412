package io.sinotrace.volume.io.metaimage;

import io.sinotrace.geometry.Affine;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeFile;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a MetaImage header (MetaIO's documentation, Kitware).
 *
 * <p>AnatomicalOrientation is ignored: TransformMatrix, Offset and ElementSpacing contain it. Keys
 * that do not affect voxels or grid (Comment, Modality, ...) are ignored, as the format intends.
 */
final class MetaImageHeader {
  private static final String[] OFFSET = {"Offset", "Position", "Origin"};
  private static final String[] MATRIX = {"TransformMatrix", "Rotation", "Orientation"};
  private static final String[] SPACING = {"ElementSpacing", "ElementSize"};
  private static final String[] MSB = {"BinaryDataByteOrderMSB", "ElementByteOrderMSB"};

  /** The limit of MetaIO. */
  private static final int MAX_AXES = 10;

  private final MetaImageText text;
  private final VoxelGrid grid;
  private final SampleType type;

  /**
   * Reads a header.
   *
   * @throws io.sinotrace.InputException naming the line that is at fault or not supported
   */
  MetaImageHeader(MetaImageText text) {
    this.text = text;
    expect("ObjectType", "Image");
    expect("BinaryData", "True");
    expect("ElementNumberOfChannels", "1");
    expect("ElementToIntensityFunctionSlope", "1");
    expect("ElementToIntensityFunctionOffset", "0");
    this.type = typeOf(text);
    this.grid = gridOf(text);
    if (headerSize() < -1) {
      throw text.fault(
          "the bytes before the voxels, or -1 for voxels at the file's end", "HeaderSize");
    }
    if (packed() && headerSize() == -1) {
      throw text.fault("0 or more, since the voxels are compressed", "HeaderSize");
    }
  }

  /** Refuses a key with another value than the one supported. */
  private void expect(String key, String supported) {
    String value = text.find(key);
    boolean good =
        value == null
            || value.equalsIgnoreCase(supported)
            || (supported.equals("True") && text.truth(true, key))
            || (Character.isDigit(supported.charAt(0))
                && value.matches("[0-9]++\\.?0*+")
                && Double.parseDouble(value) == Double.parseDouble(supported));
    if (!good) {
      throw text.fault(supported, key);
    }
  }

  /** Returns the number of axes: those of space, and others, as of time, of size 1. */
  private static int axesOf(MetaImageText text) {
    text.need("NDims");
    double axes = numbers(text, 1, new double[1], "NDims")[0];
    if (!(axes >= 3 && axes <= MAX_AXES) || axes != Math.rint(axes)) {
      throw text.fault("3, or up to %d where all others have size 1".formatted(MAX_AXES), "NDims");
    }
    return (int) axes;
  }

  private static VoxelGrid gridOf(MetaImageText text) {
    int axes = axesOf(text);
    text.need("DimSize");
    double[] size = numbers(text, axes, new double[axes], "DimSize");
    double[] spacing = text.numbers(axes, SPACING);
    if (spacing == null) {
      throw text.file().fault("has no line 'ElementSpacing = ...'");
    }
    for (int k = 0; k < axes; k++) {
      if (!(size[k] >= 1) || size[k] != Math.rint(size[k])) {
        throw text.fault("whole numbers of at least 1", "DimSize");
      }
      if (k >= 3 && size[k] > 1) {
        throw text.fault("one volume, size 1 from the fourth on; split the file first", "DimSize");
      }
      if (k < 3 && !(spacing[k] > 0)) {
        throw text.fault("three numbers above 0, in mm", SPACING);
      }
    }
    double[] offset = numbers(text, axes, new double[axes], OFFSET);
    double[] matrix = numbers(text, axes * axes, identity(axes), MATRIX);
    double[] rows = new double[12];
    for (int r = 0; r < 3; r++) {
      // MetaImage's world is LPS, ours is RAS: x and y are negated.
      double sign = r < 2 ? -1 : 1;
      for (int k = 0; k < 3; k++) {
        rows[4 * r + k] = sign * matrix[axes * k + r] * spacing[k];
      }
      rows[4 * r + 3] = sign * offset[r];
    }
    return text.file().grid(clamp(size[0]), clamp(size[1]), clamp(size[2]), Affine.ofRows(rows));
  }

  private static double[] identity(int axes) {
    double[] matrix = new double[axes * axes];
    for (int k = 0; k < axes; k++) {
      matrix[axes * k + k] = 1;
    }
    return matrix;
  }

  /** Returns a size that fits an int; the grid refuses a larger one. */
  private static long clamp(double size) {
    return (long) Math.min(size, 1e18);
  }

  private static double[] numbers(
      MetaImageText text, int count, double[] otherwise, String... keys) {
    double[] numbers = text.numbers(count, keys);
    return numbers == null ? otherwise : numbers;
  }

  private static SampleType typeOf(MetaImageText text) {
    return switch (text.need("ElementType").toUpperCase(Locale.ROOT)) {
      case "MET_CHAR" -> SampleType.INT8;
      case "MET_UCHAR" -> SampleType.UINT8;
      case "MET_SHORT" -> SampleType.INT16;
      case "MET_USHORT" -> SampleType.UINT16;
      // MetaIO's long has four bytes on every platform.
      case "MET_INT", "MET_LONG" -> SampleType.INT32;
      case "MET_UINT", "MET_ULONG" -> SampleType.UINT32;
      case "MET_LONG_LONG" -> SampleType.INT64;
      case "MET_ULONG_LONG" -> SampleType.UINT64;
      case "MET_FLOAT" -> SampleType.FLOAT32;
      case "MET_DOUBLE" -> SampleType.FLOAT64;
      default ->
          throw text.fault(
              "MET_CHAR, MET_SHORT, MET_INT, MET_LONG_LONG, their unsigned MET_U..., MET_FLOAT or"
                  + " MET_DOUBLE",
              "ElementType");
    };
  }

  /** Returns the grid in the world, RAS+. */
  VoxelGrid grid() {
    return grid;
  }

  /**
   * Returns whether the axes are known to be the patient's. Programs that do not know them omit the
   * matrix, or write question marks for the orientation.
   */
  boolean oriented() {
    String letters = text.find("AnatomicalOrientation");
    return text.find(MATRIX) != null && (letters == null || !letters.contains("?"));
  }

  /** Returns how a voxel is stored. */
  SampleType type() {
    return type;
  }

  /** Returns the byte order of the voxels. */
  ByteOrder order() {
    return text.truth(false, MSB) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** Returns whether the voxels are a zlib stream. */
  boolean packed() {
    return text.truth(false, "CompressedData");
  }

  /** Returns the bytes to skip in the voxels' file; -1 for voxels that end with the file. */
  long headerSize() {
    return text.whole(0, "HeaderSize");
  }

  /** Returns where voxels in the header's own file begin. */
  long dataStart() {
    return text.end();
  }

  /**
   * Returns the name of the file with the voxels, which is one in the header's own folder; null if
   * they are in the header's file. The rest of the header is not checked.
   */
  static @Nullable String dataFile(MetaImageText text) {
    String name = text.need(MetaImageText.LAST);
    if (name.equalsIgnoreCase("LOCAL")) {
      return null;
    }
    if (name.equalsIgnoreCase("LIST") || name.toUpperCase(Locale.ROOT).startsWith("LIST ")) {
      throw text.fault("LOCAL or one file; lists of files are not supported", MetaImageText.LAST);
    }
    if (name.indexOf('%') >= 0) {
      throw text.fault("LOCAL or one file; patterns are not supported", MetaImageText.LAST);
    }
    if (!VolumeFile.isName(name)) {
      throw text.fault("the name of a file in the header's own folder", MetaImageText.LAST);
    }
    return name;
  }
}
