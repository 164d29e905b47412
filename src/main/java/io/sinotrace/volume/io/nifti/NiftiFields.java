package io.sinotrace.volume.io.nifti;

import io.sinotrace.volume.io.file.VolumeFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a NIfTI header that we read: of NIfTI-1 (nifti1.h of the NIfTI Data Format Working
 * Group, 2007) or of NIfTI-2 (nifti2.h, 2011), which has the same ones with more bits.
 */
final class NiftiFields {
  /** The longest header that there is: that of NIfTI-2. */
  static final int MAX_BYTES = 540;

  /** The shortest: that of NIfTI-1. */
  static final int MIN_BYTES = 348;

  /** The first two bytes of a gzip file. */
  private static final short GZIP = 0x1f8b;

  /** What files of NIfTI-2 have behind their magic, to show what transfers as text do to them. */
  private static final String TRANSFER_CHECK = "\r\n\032\n";

  private final ByteBuffer in;
  private final boolean second;

  /** ni1 or n+1; ni2 or n+2. */
  private final String magic;

  private NiftiFields(VolumeFile file, ByteBuffer in, boolean second) {
    this.in = in;
    this.second = second;
    this.magic = text(second ? 4 : 344, 4);
    String expected = second ? "2" : "1";
    if (!magic.equals("n+" + expected + "\0") && !magic.equals("ni" + expected + "\0")) {
      throw file.fault(
          "has magic '%s': expected n+%s or ni%s of NIfTI-%s"
              .formatted(magic, expected, expected, expected));
    }
    if (second && !text(8, 4).equals(TRANSFER_CHECK)) {
      throw file.fault("has a damaged magic: it was transferred as text, or is not NIfTI-2");
    }
  }

  /**
   * Recognises a header.
   *
   * @param file named in faults
   * @param bytes the file's first {@link #MAX_BYTES}, or fewer if it has no more
   * @throws io.sinotrace.InputException if it is none
   */
  static NiftiFields of(VolumeFile file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length > 1 && in.getShort(0) == GZIP) {
      throw file.fault("is gzipped: expected plain NIfTI, or the name to end in .gz");
    }
    if (bytes.length < MIN_BYTES) {
      throw file.fault("%d bytes: expected a NIfTI header of 348 or 540".formatted(bytes.length));
    }
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      int size = in.order(order).getInt(0);
      if (size == MIN_BYTES) {
        return new NiftiFields(file, in, false);
      }
      if (size == MAX_BYTES) {
        if (bytes.length < MAX_BYTES) {
          throw file.fault("%d bytes: expected a NIfTI-2 header of 540".formatted(bytes.length));
        }
        return new NiftiFields(file, in, true);
      }
    }
    throw file.fault(
        "is not NIfTI: its first number is neither 348 nor 540, the size of the header");
  }

  /** Returns whether this is how NIfTI-2 begins. */
  static boolean isSecond(byte[] head) {
    ByteBuffer in = ByteBuffer.wrap(head);
    return head.length >= Integer.BYTES
        && (in.getInt(0) == MAX_BYTES || Integer.reverseBytes(in.getInt(0)) == MAX_BYTES);
  }

  private String text(int at, int count) {
    byte[] bytes = new byte[count];
    in.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Returns a float32 of NIfTI-1, a float64 of NIfTI-2. */
  private double real(int first, int second, int index) {
    return this.second ? in.getDouble(second + 8 * index) : in.getFloat(first + 4 * index);
  }

  /** Returns the byte order of the whole file. */
  ByteOrder order() {
    return in.order();
  }

  /** Returns whether the voxels are in another file, the .img of a pair. */
  boolean isPair() {
    return magic.startsWith("ni");
  }

  /** Returns the bytes of the header, and of four that follow it in a single file. */
  int bytes() {
    return (second ? MAX_BYTES : MIN_BYTES) + (isPair() ? 0 : 4);
  }

  /** Returns the number of axes (k = 0), or the size of an axis, from 1 on. */
  long dim(int k) {
    return second ? in.getLong(16 + 8 * k) : in.getShort(40 + 2 * k);
  }

  /** Returns the code of the voxels' type. */
  int datatype() {
    return in.getShort(second ? 12 : 70);
  }

  /** Returns qfac (k = 0), or the step along an axis, from 1 on. */
  double pixdim(int k) {
    return real(76, 104, k);
  }

  /** Returns where the voxels begin. */
  double voxOffset() {
    return second ? in.getLong(168) : in.getFloat(108);
  }

  /** Returns what stored numbers are multiplied with. */
  double slope() {
    return real(112, 176, 0);
  }

  /** Returns what is added then. */
  double intercept() {
    return real(116, 184, 0);
  }

  /** Returns the code of the unit of lengths. */
  int spaceUnit() {
    return (second ? in.getInt(500) : in.get(123)) & 7;
  }

  /** Returns what kind of world the quaternion leads to; 0 if there is none. */
  int qformCode() {
    return second ? in.getInt(344) : in.getShort(252);
  }

  /** Returns what kind of world the matrix leads to; 0 if there is none. */
  int sformCode() {
    return second ? in.getInt(348) : in.getShort(254);
  }

  /** Returns b, c or d of the quaternion. */
  double quatern(int k) {
    return real(256, 352, k);
  }

  /** Returns a coordinate of the first voxel's centre. */
  double qoffset(int k) {
    return real(268, 376, k);
  }

  /** Returns a number of the matrix: three rows of four. */
  double srow(int k) {
    return real(280, 400, k);
  }
}
