package io.sinotrace.volume.io.tiff;

import io.sinotrace.InputException;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * How a page is stored: in blocks, which are strips or tiles, by rows from the top left. Blocks at
 * the right and tiles at the bottom may reach beyond the page.
 *
 * @param form of the page
 * @param blockWidth pixels of a block
 * @param blockHeight rows of a block; the last strip may have fewer
 * @param tiled whether blocks are tiles
 * @param offsets where the blocks are in the file
 * @param counts how many bytes they have there
 * @param packing of a block
 * @param predictor 1: none, 2: differences of neighbours in a row, 3: those of the bytes of floats
 */
@SuppressWarnings("ArrayRecordComponent") // pages are not compared
record Page(
    Form form,
    int blockWidth,
    int blockHeight,
    boolean tiled,
    long[] offsets,
    long[] counts,
    Packing packing,
    int predictor) {
  private static final int REDUCED = 1;
  private static final int BLACK_IS_ZERO = 1;
  private static final int PREDICT_INTEGERS = 2;
  private static final int PREDICT_FLOATS = 3;

  /**
   * What all pages of a volume have in common.
   *
   * @param width in pixels
   * @param height in pixels
   * @param type of a pixel
   */
  record Form(int width, int height, SampleType type) {
    long bytes() {
      return (long) width * height * type.bytes();
    }

    @Override
    public String toString() {
      return "%d x %d pixels of %s".formatted(width, height, type);
    }
  }

  /**
   * Reads how a page is stored.
   *
   * @throws InputException if it is damaged, or not supported
   */
  static Page of(Directory directory) {
    Form form = form(directory);
    refuseUnsupported(directory);
    long code = directory.number(Tag.COMPRESSION, 1);
    Packing packing = Packing.of(code);
    if (packing == null) {
      throw directory.fault(
          "is packed by method %d: expected none, LZW, deflate or PackBits (1, 5, 8, 32773), such as `tiffcp -c zip old.tif new.tif` makes"
              .formatted(code));
    }
    int predictor = predictor(directory, form.type);
    boolean tiled = directory.has(Tag.TILE_WIDTH);
    long width = tiled ? directory.number(Tag.TILE_WIDTH, 0) : form.width;
    long height =
        tiled
            ? directory.number(Tag.TILE_HEIGHT, 0)
            : Math.min(form.height, directory.number(Tag.ROWS_PER_STRIP, form.height));
    if (width < 1 || height < 1 || width > VoxelGrid.MAX_AXIS || height > VoxelGrid.MAX_AXIS) {
      throw directory.fault("has blocks of %d x %d pixels: damaged".formatted(width, height));
    }
    long[] offsets = directory.numbers(tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS);
    long[] counts = directory.numbers(tiled ? Tag.TILE_COUNTS : Tag.STRIP_COUNTS);
    long blocks = ((form.width + width - 1) / width) * ((form.height + height - 1) / height);
    if (counts == null && packing == Packing.NONE && blocks == 1) {
      counts = new long[] {form.bytes()};
    }
    if (offsets == null || counts == null || offsets.length != blocks || counts.length != blocks) {
      throw directory.fault(
          "has %d places and %d lengths of blocks: expected %d of each"
              .formatted(
                  offsets == null ? 0 : offsets.length,
                  counts == null ? 0 : counts.length,
                  blocks));
    }
    return new Page(form, (int) width, (int) height, tiled, offsets, counts, packing, predictor);
  }

  private static Form form(Directory directory) {
    long width = directory.number(Tag.WIDTH, 0);
    long height = directory.number(Tag.HEIGHT, 0);
    if (width < 1 || height < 1 || width > VoxelGrid.MAX_AXIS || height > VoxelGrid.MAX_AXIS) {
      throw directory.fault(
          "has %s x %s pixels: expected 1 to %d along each axis"
              .formatted(
                  Long.toUnsignedString(width), Long.toUnsignedString(height), VoxelGrid.MAX_AXIS));
    }
    long samples = directory.number(Tag.SAMPLES, 1);
    long photometric = directory.number(Tag.PHOTOMETRIC, BLACK_IS_ZERO);
    if (samples != 1 || photometric != BLACK_IS_ZERO) {
      throw directory.fault(
          "is a picture of kind %d with %d numbers a pixel: expected one, grey, of which 0 is black"
              .formatted(photometric, samples));
    }
    long bits = directory.number(Tag.BITS, 1);
    long format = directory.number(Tag.SAMPLE_FORMAT, 1);
    SampleType type = type(bits, format);
    if (type == null) {
      throw directory.fault(
          "has pixels of %d bits of kind %d: expected 8, 16, 32 or 64 bits of whole numbers, or 16, 32 or 64 of floating point"
              .formatted(bits, format));
    }
    return new Form((int) width, (int) height, type);
  }

  private static @Nullable SampleType type(long bits, long format) {
    // Where the format is not said, or is said to be unknown, numbers are without a sign.
    String name =
        format == 2 ? "INT" : format == 3 ? "FLOAT" : format == 1 || format == 4 ? "UINT" : "";
    for (SampleType type : SampleType.values()) {
      if (type.name().equals(name + bits)) {
        return type;
      }
    }
    return null;
  }

  private static void refuseUnsupported(Directory directory) {
    if ((directory.number(Tag.SUBFILE, 0) & REDUCED) != 0) {
      throw directory.fault("is a smaller copy of another: expected pages of full size alone");
    }
    long orientation = directory.number(Tag.ORIENTATION, 1);
    if (orientation != 1) {
      throw directory.fault(
          "begins at another corner (orientation %d): expected the top left (1)"
              .formatted(orientation));
    }
    if (directory.number(Tag.FILL_ORDER, 1) != 1) {
      throw directory.fault("has the bits of its bytes in reverse order: expected fill order 1");
    }
  }

  private static int predictor(Directory directory, SampleType type) {
    long predictor = directory.number(Tag.PREDICTOR, 1);
    boolean floats = type.name().startsWith("FLOAT");
    if (predictor == 1
        || predictor == PREDICT_INTEGERS
        || (predictor == PREDICT_FLOATS && floats)) {
      return (int) predictor;
    }
    throw directory.fault("has an unknown predictor, %d: expected 1, 2 or 3".formatted(predictor));
  }

  /**
   * Returns the page that lies so many pages behind this one where the pages of a file follow each
   * other, as ImageJ writes long stacks, with a directory for the first alone.
   */
  Page behind(int pages) {
    return new Page(
        form,
        form.width,
        form.height,
        false,
        new long[] {offsets[0] + pages * form.bytes()},
        new long[] {form.bytes()},
        packing,
        predictor);
  }

  /** Returns whether all bytes lie one behind the other, as they are. */
  boolean isPlain() {
    long at = offsets[0];
    for (int k = 0; k < offsets.length; k++) {
      if (offsets[k] != at) {
        return false;
      }
      at += counts[k];
    }
    return packing == Packing.NONE && predictor == 1 && !tiled && at - offsets[0] == form.bytes();
  }
}
