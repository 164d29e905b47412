package io.sinotrace.spark.functions;

import io.sinotrace.preview.raster.GreyPicture;
import io.sinotrace.preview.raster.Raster;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Draws an image [row][column] as a PNG file, row 0 at the bottom; see {@link GreyPicture}. A NULL
 * argument gives NULL, a NULL within the image is drawn as NaN is.
 *
 * @param imageType arrays of arrays of floats or doubles
 * @param ranged whether the values of black and white are given too
 */
record PngFunction(String name, DataType imageType, boolean ranged)
    implements ScalarFunction<byte @Nullable []> {
  @Override
  public DataType[] inputTypes() {
    return ranged
        ? new DataType[] {imageType, DataTypes.DoubleType, DataTypes.DoubleType}
        : new DataType[] {imageType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.BinaryType;
  }

  @Override
  public byte @Nullable [] produceResult(InternalRow input) {
    if (input.anyNull()) {
      return null;
    }
    Raster image = raster(input.getArray(0));
    return ranged
        ? GreyPicture.png(image, input.getDouble(1), input.getDouble(2))
        : GreyPicture.png(image);
  }

  private Raster raster(ArrayData image) {
    int rows = image.numElements();
    int columns = rows == 0 || image.isNullAt(0) ? 0 : image.getArray(0).numElements();
    if (columns == 0) {
      throw new IllegalArgumentException(name + ": an empty image");
    }
    float[] pixels = new float[Math.multiplyExact(rows, columns)];
    for (int r = 0; r < rows; r++) {
      int length = image.isNullAt(r) ? 0 : image.getArray(r).numElements();
      if (length != columns) {
        throw new IllegalArgumentException(
            "%s: row %d has %d pixels; expected %d as in row 0"
                .formatted(name, r, length, columns));
      }
      float[] row = Pixels.floats(image.getArray(r), Pixels.single(imageType));
      System.arraycopy(row, 0, pixels, r * columns, columns);
    }
    return new Raster(pixels, rows, columns);
  }
}
