package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of an object header, of either version, which describe a dataset. */
final class ObjectHeader {
  static final int DATASPACE = 1;
  static final int DATATYPE = 3;
  static final int OLD_FILL_VALUE = 4;
  static final int FILL_VALUE = 5;
  static final int LAYOUT = 8;
  static final int FILTERS = 11;
  private static final int CONTINUATION = 16;

  private static final int SHARED = 1 << 1;
  private static final int SIGNATURE_2 = 0x5244484f; // "OHDR"

  /**
   * A message.
   *
   * @param address of its first byte
   * @param bytes its contents, at position 0
   */
  record Message(int type, int flags, long address, ByteBuffer bytes) {}

  private final Hdf5Bytes file;
  private final List<Message> messages = new ArrayList<>();

  private ObjectHeader(Hdf5Bytes file) {
    this.file = file;
  }

  /** Reads the header at an address. */
  static ObjectHeader read(Hdf5Bytes file, long address) {
    ObjectHeader header = new ObjectHeader(file.once());
    ByteBuffer start = header.file.read(address, 16);
    if (start.getInt(0) == SIGNATURE_2) {
      header.readVersion2(address, start.get(5));
    } else if (start.get(0) == 1) {
      header.readMessages1(address + 16, start.getInt(8) & 0xffff_ffffL);
    } else {
      throw new DamagedHdf5Exception("no object header at address " + address);
    }
    return header;
  }

  private void readVersion2(long address, int flags) {
    int prefix = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    int sizeBytes = 1 << (flags & 3);
    long size = Hdf5Bytes.unsigned(file.read(address + prefix, sizeBytes), sizeBytes);
    ByteBuffer block = file.checked(address, Math.addExact(size, prefix + sizeBytes + 4));
    readMessages2(block.position(prefix + sizeBytes), address, (flags & 4) != 0);
  }

  private void readMessages1(long address, long length) {
    ByteBuffer in = file.read(address, length);
    while (in.remaining() >= 8) {
      int type = in.getShort() & 0xffff;
      int size = in.getShort() & 0xffff;
      int flags = in.get();
      in.position(in.position() + 3);
      Message message = take(in, address, type, size, flags);
      if (type == CONTINUATION) {
        readMessages1(message.bytes().getLong(0), message.bytes().getLong(8));
      }
    }
  }

  private void readMessages2(ByteBuffer in, long address, boolean orderTracked) {
    // A remainder shorter than the head of a message is a gap.
    while (in.remaining() >= (orderTracked ? 6 : 4)) {
      int type = in.get() & 0xff;
      int size = in.getShort() & 0xffff;
      int flags = in.get();
      in.position(in.position() + (orderTracked ? 2 : 0));
      Message message = take(in, address, type, size, flags);
      if (type == CONTINUATION) {
        long next = message.bytes().getLong(0);
        ByteBuffer block = file.checked(next, message.bytes().getLong(8));
        readMessages2(block.position(4), next, orderTracked);
      }
    }
  }

  private Message take(ByteBuffer in, long address, int type, int size, int flags) {
    if (size > in.remaining()) {
      throw new DamagedHdf5Exception("a message of its object header is longer than the header");
    }
    ByteBuffer bytes = in.slice(in.position(), size).order(in.order());
    Message message = new Message(type, flags, address + in.position(), bytes);
    messages.add(message);
    in.position(in.position() + size);
    return message;
  }

  /** Returns the contents of the first message of a type, at position 0; null if there is none. */
  @Nullable Message find(int type) {
    for (Message message : messages) {
      if (message.type() == type) {
        return (message.flags() & SHARED) == 0 ? message : shared(message);
      }
    }
    return null;
  }

  /**
   * Returns the contents of the first message of a type.
   *
   * @throws DamagedHdf5Exception if there is none
   */
  Message require(int type) {
    Message message = find(type);
    if (message == null) {
      throw new DamagedHdf5Exception("a dataset without message %d in its header".formatted(type));
    }
    return message;
  }

  /** Resolves a message shared from another object's header, such as a committed data type. */
  private Message shared(Message message) {
    ByteBuffer in = message.bytes();
    int version = in.get(0);
    if (version == 3 && in.get(1) == 1) {
      throw new UnsupportedHdf5Exception("header messages that are shared in a heap");
    }
    long address = in.getLong(version == 1 ? 8 : 2);
    for (Message other : read(file, address).messages) {
      if (other.type() == message.type() && (other.flags() & SHARED) == 0) {
        return other;
      }
    }
    throw new DamagedHdf5Exception("a shared header message leads nowhere");
  }
}
