package io.sinotrace.export;

import io.sinotrace.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A folder of pictures, one a view (TIFF Revision 6.0, Adobe 1992: baseline, little-endian, one
 * strip). The first line of a picture is the highest detector row, as viewers draw it.
 */
final class TiffFormat implements ExportFormat {
  private static final String PROGRAM = "TIFF";

  /** Of a field of a directory. */
  private enum FieldType {
    SHORT(3),
    LONG(4),
    RATIONAL(5);

    private final short code;

    FieldType(int code) {
      this.code = (short) code;
    }
  }

  private static final int HEADER = 8;
  private static final int FIELDS = 14;
  private static final int FIELD = 12;
  private static final int RATIONALS = HEADER + Short.BYTES + FIELDS * FIELD + Integer.BYTES;

  /** Where the pixels begin: at a multiple of their size. */
  private static final int PIXELS =
      (RATIONALS + 2 * 2 * Integer.BYTES + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;

  /** Denominator of the resolution. */
  private static final int PARTS = 1000;

  @Override
  public String name() {
    return "tiff";
  }

  @Override
  public String about() {
    return "a folder of TIFF files, one a view, float32, or uint16 with --uint16; no geometry";
  }

  @Override
  public List<String> endings() {
    return List.of("");
  }

  @Override
  public Set<PixelType> types() {
    return EnumSet.of(PixelType.FLOAT32, PixelType.UINT16);
  }

  @Override
  public Export export(ExportScan scan, PixelType type, List<String> files) {
    int digits = Math.max(4, Integer.toString(scan.views() - 1).length());
    List<ExportPart> parts = new ArrayList<>();
    byte[] head = null;
    for (int view = 0; view < scan.views(); view++) {
      PixelBlock pixels =
          new PixelBlock(
              type,
              null,
              PixelBlock.Order.ROWS_OF_VIEW_DOWNWARDS,
              view,
              1,
              scan.rows(),
              scan.columns());
      if (head == null) {
        head = head(scan, pixels);
      }
      String name = ("view-%0" + digits + "d.tif").formatted(view);
      parts.add(new ExportPart(name, head, pixels));
    }
    String howTo =
        """

        # The first line of a picture is the highest detector row; views has the lowest first.
        import glob, numpy, tifffile
        views = numpy.stack([tifffile.imread(f)[::-1] for f in sorted(glob.glob(glob.escape(%s) + "/view-*.tif"))])
        """
            .formatted(PythonText.string(files.get(0)));
    return new Export(
        "%s, %d pictures of %d x %d pixels of %s x %s mm"
            .formatted(
                type.word(),
                scan.views(),
                scan.columns(),
                scan.rows(),
                scan.columnPitch(),
                scan.rowPitch()),
        parts,
        howTo);
  }

  private static byte[] head(ExportScan scan, PixelBlock pixels) {
    if (pixels.bytes() > 0xFFFF_FFFFL - PIXELS) {
      throw new InputException(
          "scan %s has views of %d bytes: %s holds 4 GB"
              .formatted(scan.id(), pixels.bytes(), PROGRAM));
    }
    ByteBuffer head = ByteBuffer.allocate(PIXELS).order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(HEADER);
    head.putShort((short) FIELDS);
    field(head, 256, FieldType.LONG, scan.columns()); // ImageWidth
    field(head, 257, FieldType.LONG, scan.rows()); // ImageLength
    field(head, 258, FieldType.SHORT, pixels.type().bytes() * 8L); // BitsPerSample
    field(head, 259, FieldType.SHORT, 1); // Compression: none
    field(head, 262, FieldType.SHORT, 1); // PhotometricInterpretation: BlackIsZero
    field(head, 273, FieldType.LONG, PIXELS); // StripOffsets
    field(head, 274, FieldType.SHORT, 1); // Orientation: row 0 top, column 0 left
    field(head, 277, FieldType.SHORT, 1); // SamplesPerPixel
    field(head, 278, FieldType.LONG, scan.rows()); // RowsPerStrip
    field(head, 279, FieldType.LONG, pixels.bytes()); // StripByteCounts
    field(head, 282, FieldType.RATIONAL, RATIONALS); // XResolution
    field(head, 283, FieldType.RATIONAL, RATIONALS + 2L * Integer.BYTES); // YResolution
    field(head, 296, FieldType.SHORT, 3); // ResolutionUnit: centimetre
    field(head, 339, FieldType.SHORT, pixels.type() == PixelType.FLOAT32 ? 3 : 1); // SampleFormat
    head.putInt(0); // no other directory
    for (double pitch : new double[] {scan.columnPitch(), scan.rowPitch()}) {
      head.putInt((int) Math.min(Integer.MAX_VALUE, Math.round(10 / pitch * PARTS))).putInt(PARTS);
    }
    return head.array();
  }

  private static void field(ByteBuffer head, int tag, FieldType type, long value) {
    head.putShort((short) tag).putShort(type.code).putInt(1).putInt((int) value);
  }
}
