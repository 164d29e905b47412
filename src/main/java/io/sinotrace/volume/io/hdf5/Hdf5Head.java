package io.sinotrace.volume.io.hdf5;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jhdf.checksum.JenkinsLookup3HashLittle;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What comes before the numbers of a large dataset in an HDF5 file: everything else. So the
 * numbers, which are contiguous, can be written in any order, and need not be in memory.
 *
 * <p>Written as of the HDF5 File Format Specification, version 3.0: superblock 2, object headers 2,
 * compact links, contiguous layout; libhdf5 reads it from version 1.8 on.
 */
public final class Hdf5Head {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final int SUPERBLOCK_BYTES = 48;

  /** An address or a length that is not there. */
  private static final long UNDEFINED = -1;

  // Types of header messages.
  private static final int DATASPACE = 0x01;
  private static final int LINK_INFO = 0x02;
  private static final int DATATYPE = 0x03;
  private static final int FILL_VALUE = 0x05;
  private static final int LINK = 0x06;
  private static final int LAYOUT = 0x08;
  private static final int GROUP_INFO = 0x0a;
  private static final int ATTRIBUTE = 0x0c;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final long data;

  private Hdf5Head(long data) {
    this.data = data;
    out.writeBytes(new byte[SUPERBLOCK_BYTES]);
  }

  /** What a group has under a name. */
  public sealed interface Node {}

  /**
   * A group.
   *
   * @param nodes by their names, which are of ASCII
   */
  public record Group(Map<String, Node> nodes) implements Node {}

  /**
   * A dataset.
   *
   * @param type of its elements
   * @param shape lengths of its axes, the slowest first; of none a single value
   * @param elements where they are
   * @param attributes texts of ASCII by their names
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Dataset(Type type, int[] shape, Elements elements, Map<String, String> attributes)
      implements Node {
    /** Returns a text of ASCII. */
    public static Dataset of(String text) {
      Elements elements = new InHead(text.getBytes(US_ASCII));
      return new Dataset(Type.text(text.length()), new int[0], elements, Map.of());
    }

    /** Returns numbers of float64. */
    public static Dataset of(double[] numbers, Map<String, String> attributes) {
      ByteBuffer bytes = little(numbers.length * Double.BYTES);
      for (double number : numbers) {
        bytes.putDouble(number);
      }
      int[] shape = {numbers.length};
      return new Dataset(Type.FLOAT64, shape, new InHead(put(bytes)), attributes);
    }

    /** Returns float32 of one value, which takes no room in the file. */
    public static Dataset everywhere(float value, int... shape) {
      Elements elements = new Everywhere(put(little(Float.BYTES).putFloat(value)));
      return new Dataset(Type.FLOAT32, shape, elements, Map.of());
    }

    /** Returns float32 that follow the head, as those of one dataset in a file do. */
    public static Dataset following(Map<String, String> attributes, int... shape) {
      return new Dataset(Type.FLOAT32, shape, new Following(), attributes);
    }

    private long bytes() {
      long bytes = type.bytes;
      for (int length : shape) {
        bytes = Math.multiplyExact(bytes, length);
      }
      return bytes;
    }
  }

  /** Where the elements of a dataset are. */
  public sealed interface Elements {}

  /** In the head. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record InHead(byte[] bytes) implements Elements {}

  /** Nowhere: each is the fill value. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Everywhere(byte[] element) implements Elements {}

  /** Behind the head. */
  private record Following() implements Elements {}

  /**
   * A type of elements.
   *
   * @param bytes of an element
   * @param message the datatype message
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Type(int bytes, byte[] message) {
    /** IEEE, little-endian. */
    public static final Type FLOAT32 = floating(4, 31, 23, 8, 127);

    /** IEEE, little-endian. */
    public static final Type FLOAT64 = floating(8, 63, 52, 11, 1023);

    /** Class 1, version 1; the leading one of the mantissa is implied. */
    private static Type floating(int bytes, int sign, int mantissa, int exponent, int bias) {
      ByteBuffer message = little(20).put(new byte[] {0x11, 0x20, (byte) sign, 0}).putInt(bytes);
      message.putShort((short) 0).putShort((short) (8 * bytes));
      message.put((byte) mantissa).put((byte) exponent).put((byte) 0).put((byte) mantissa);
      return new Type(bytes, put(message.putInt(bias)));
    }

    /** Class 3, version 1: of fixed length, ASCII, padded with zeros. */
    private static Type text(int length) {
      return new Type(length, put(little(8).put(new byte[] {0x13, 1, 0, 0}).putInt(length)));
    }
  }

  /** Returns the head of a file; the elements of one of its datasets are to follow at its end. */
  public static byte[] of(Group root) {
    // Addresses change no length.
    byte[] first = new Hdf5Head(0).written(root);
    return new Hdf5Head(first.length).written(root);
  }

  private byte[] written(Group root) {
    long address = write(root);
    long end = out.size() + following(root);
    byte[] head = out.toByteArray();
    ByteBuffer superblock = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).put(SIGNATURE);
    superblock.put(new byte[] {2, Long.BYTES, Long.BYTES, 0});
    superblock.putLong(0).putLong(UNDEFINED).putLong(end).putLong(address);
    superblock.putInt(checksum(superblock));
    return head;
  }

  private static long following(Node node) {
    if (node instanceof Group group) {
      return group.nodes.values().stream().mapToLong(Hdf5Head::following).sum();
    }
    return node instanceof Dataset dataset && dataset.elements instanceof Following
        ? dataset.bytes()
        : 0;
  }

  /** Writes an object with all below it; returns its address. */
  private long write(Node node) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    if (node instanceof Group group) {
      Map<String, Long> links = new LinkedHashMap<>();
      group.nodes.forEach((name, below) -> links.put(name, write(below)));
      add(
          messages,
          LINK_INFO,
          little(18).putShort((short) 0).putLong(UNDEFINED).putLong(UNDEFINED));
      add(messages, GROUP_INFO, little(2).putShort((short) 0));
      links.forEach(
          (name, address) ->
              add(
                  messages,
                  LINK,
                  little(3 + name.length() + Long.BYTES)
                      .put(new byte[] {1, 0, (byte) name.length()})
                      .put(name.getBytes(US_ASCII))
                      .putLong(address)));
    } else if (node instanceof Dataset dataset) {
      long address =
          dataset.elements instanceof InHead inHead
              ? append(inHead.bytes)
              : dataset.elements instanceof Following ? data : UNDEFINED;
      add(messages, DATASPACE, space(dataset.shape));
      add(
          messages,
          DATATYPE,
          ByteBuffer.allocate(dataset.type.message.length).put(dataset.type.message));
      add(messages, FILL_VALUE, fillValue(dataset.elements));
      add(
          messages,
          LAYOUT,
          little(18).put(new byte[] {3, 1}).putLong(address).putLong(dataset.bytes()));
      dataset.attributes.forEach((name, text) -> add(messages, ATTRIBUTE, attribute(name, text)));
    }
    ByteBuffer header = little(10 + messages.size() + Integer.BYTES);
    // The length of the messages in four bytes.
    header.put(new byte[] {'O', 'H', 'D', 'R', 2, 2}).putInt(messages.size());
    header.put(messages.toByteArray());
    header.putInt(checksum(header));
    return append(put(header));
  }

  private static int checksum(ByteBuffer buffer) {
    return JenkinsLookup3HashLittle.hash(put(buffer));
  }

  /** Returns all that was put. */
  private static byte[] put(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  /** Version 3: allocated late, written if there is one. */
  private static ByteBuffer fillValue(Elements elements) {
    if (elements instanceof Everywhere everywhere) {
      byte[] value = everywhere.element;
      return little(6 + value.length).put(new byte[] {3, 0x2a}).putInt(value.length).put(value);
    }
    return little(2).put(new byte[] {3, 0x0a});
  }

  private static ByteBuffer attribute(String name, String text) {
    Type type = Type.text(text.length());
    ByteBuffer space = space(new int[0]);
    int fixed = 9 + name.length() + 1;
    ByteBuffer attribute = little(fixed + type.message.length + space.capacity() + text.length());
    attribute.put(new byte[] {3, 0}).putShort((short) (name.length() + 1));
    attribute.putShort((short) type.message.length).putShort((short) space.capacity());
    attribute.put((byte) 0).put(name.getBytes(US_ASCII)).put((byte) 0);
    return attribute.put(type.message).put(put(space)).put(text.getBytes(US_ASCII));
  }

  /** Version 2: a scalar, or simple. */
  private static ByteBuffer space(int[] shape) {
    ByteBuffer space = little(4 + shape.length * Long.BYTES);
    space.put(new byte[] {2, (byte) shape.length, 0, (byte) (shape.length == 0 ? 0 : 1)});
    for (int length : shape) {
      space.putLong(length);
    }
    return space;
  }

  private static void add(ByteArrayOutputStream messages, int type, ByteBuffer content) {
    byte[] bytes = put(content);
    messages.writeBytes(
        put(little(4).put((byte) type).putShort((short) bytes.length).put((byte) 0)));
    messages.writeBytes(bytes);
  }

  /** Appends bytes, and zeros up to the next multiple of eight; returns their address. */
  private long append(byte[] bytes) {
    long address = out.size();
    out.writeBytes(bytes);
    out.writeBytes(new byte[-bytes.length & 7]);
    return address;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
