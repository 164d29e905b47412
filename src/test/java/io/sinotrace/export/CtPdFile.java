package io.sinotrace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Vec3;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Reads a DICOM-CT-PD file by PS3.5 and PS3.10 and the published definitions of the format alone,
 * and checks on the way that its elements are encoded as they have to be.
 */
public final class CtPdFile {
  private static final int PIXEL_DATA = 0x7fe0_0010;

  private final Map<Integer, ByteBuffer> elements = new TreeMap<>();
  private final byte[] pixels;

  /** Where a ray begins, and the middle of the pixel where it ends. */
  public record Segment(Vec3 source, Vec3 pixel) {}

  /**
   * Reads one.
   *
   * @param file all of its bytes, or those before the pixels
   */
  public CtPdFile(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(ByteBuffer.allocate(128), slice(in, 128));
    assertEquals("DICM", ascii(slice(in, 4)));
    int end = file.length;
    int last = -1;
    while (in.position() < end) {
      int tag = ((in.getShort() & 0xffff) << 16) | (in.getShort() & 0xffff);
      assertTrue(tag > last, "(%08x) after (%08x)".formatted(tag, last));
      last = tag;
      boolean meta = tag >>> 16 == 2;
      String type = meta ? ascii(slice(in, 2)) : "";
      int length = meta && !type.equals("OB") ? in.getShort() & 0xffff : meta ? -1 : in.getInt();
      if (length < 0) {
        assertEquals(0, in.getShort());
        length = in.getInt();
      }
      assertEquals(0, length % 2, "%08x".formatted(tag));
      if (tag == PIXEL_DATA) {
        elements.put(tag, ByteBuffer.allocate(4).putInt(0, length));
        break;
      }
      ByteBuffer value = slice(in, length);
      elements.put(tag, value);
      if (tag == 0x0002_0000) {
        int from = in.position();
        int groupEnd = from + value.getInt(0);
        assertEquals(8, file[groupEnd], "the group after the meta information");
      }
    }
    assertEquals("1.2.840.10008.1.2", text(0x0002_0010));
    assertEquals(text(0x0008_0016), text(0x0002_0002));
    assertEquals(text(0x0008_0018), text(0x0002_0003));
    this.pixels = Arrays.copyOfRange(file, in.position(), end);
  }

  private static ByteBuffer slice(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String ascii(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
  }

  private ByteBuffer value(int tag) {
    return Objects.requireNonNull(elements.get(tag), () -> "%08x".formatted(tag));
  }

  /** Returns whether an element is there. */
  public boolean has(int tag) {
    return elements.containsKey(tag);
  }

  /** Returns a text without its padding. */
  public String text(int tag) {
    return ascii(value(tag)).replace('\0', ' ').strip();
  }

  /** Returns a whole number of two bytes. */
  public int unsigned(int tag) {
    assertEquals(2, value(tag).capacity());
    return value(tag).getShort(0) & 0xffff;
  }

  /** Returns a number of single precision. */
  public float single(int tag, int index) {
    return value(tag).getFloat(4 * index);
  }

  /** Returns a number of double precision. */
  public double number(int tag) {
    return value(tag).getDouble(0);
  }

  /** Returns the number of detector rows. */
  public int rows() {
    return unsigned(0x7029_1010);
  }

  /** Returns the number of detector columns. */
  public int columns() {
    return unsigned(0x7029_1011);
  }

  /** Returns the step of stored values. */
  public double slope() {
    return Double.parseDouble(text(0x0028_1053));
  }

  /** Returns the value of a pixel, of rows and columns counted from 1 as the format does. */
  public double pixel(int row, int column) {
    assertEquals(columns(), unsigned(0x0028_0010));
    assertEquals(rows(), unsigned(0x0028_0011));
    assertEquals(2 * rows() * columns(), value(PIXEL_DATA).getInt(0));
    assertEquals(2 * rows() * columns(), pixels.length);
    int at = 2 * ((column - 1) * rows() + row - 1);
    int stored = (pixels[at] & 0xff) | ((pixels[at + 1] & 0xff) << 8);
    return stored * slope() + Double.parseDouble(text(0x0028_1052));
  }

  /**
   * Returns the ray of a pixel in the format's own coordinates.
   *
   * @param row counted from 1; not a whole number between the middles of rows
   * @param column likewise
   */
  public Segment segment(double row, double column) {
    double phi = single(0x7031_1001, 0);
    double rho = single(0x7031_1003, 0);
    double distance = single(0x7031_1031, 0);
    Vec3 center = new Vec3(-rho * Math.sin(phi), rho * Math.cos(phi), single(0x7031_1002, 0));
    double across = (column - single(0x7031_1033, 0)) * single(0x7029_1002, 0);
    double down = (row - single(0x7031_1033, 1)) * single(0x7029_1006, 0);
    // From the focal centre to the axis, and the same turned counter-clockwise.
    Vec3 ahead = new Vec3(Math.sin(phi), -Math.cos(phi), 0);
    Vec3 aside = new Vec3(Math.cos(phi), Math.sin(phi), 0);
    Vec3 reach =
        switch (text(0x7029_100b)) {
          case "FLAT" -> ahead.times(distance).plus(aside.times(across));
          case "CYLINDRICAL" -> {
            double gamma = across / distance;
            yield ahead
                .times(distance * Math.cos(gamma))
                .plus(aside.times(distance * Math.sin(gamma)));
          }
          default -> throw new AssertionError(text(0x7029_100b));
        };
    for (int shift : new int[] {0x7033_100b, 0x7033_100c, 0x7033_100d}) {
      assertEquals(0, single(shift, 0));
    }
    return new Segment(center, center.plus(reach).minus(Vec3.UNIT_Z.times(down)));
  }

  /**
   * Returns where a point lies in the world, where the patient is {@code HFS}: head first, supine.
   */
  public Vec3 world(Vec3 point) {
    assertEquals("HFS", text(0x0018_5100));
    return new Vec3(-point.x(), point.y(), point.z());
  }
}
