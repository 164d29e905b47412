package io.sinotrace.volume.io.dicom;

import io.sinotrace.geometry.Vec3;
import java.util.EnumMap;
import java.util.Map;

/**
 * One plane of a CT image: a file, or a frame of one.
 *
 * @param file the header of its file
 * @param frame its number in the file, from 0
 * @param rows pixels down
 * @param columns pixels across
 * @param position centre of the first pixel in the patient, LPS, in mm
 * @param alongRow from one column to the next, in mm
 * @param alongColumn from one row to the next, in mm
 * @param form how its numbers are stored
 * @param keys what may tell it from another slice at the same place, by {@link Key}
 */
record Slice(
    SliceFile file,
    int frame,
    int rows,
    int columns,
    Vec3 position,
    Vec3 alongRow,
    Vec3 alongColumn,
    PixelForm form,
    Map<Key, String> keys) {
  /** How far directions may be from unit length and from a right angle, as files round them. */
  private static final double ROUNDED = 1e-3;

  /** What tells slices at the same place apart; those of different volumes, whatever the place. */
  enum Key {
    STACK(Tag.STACK_ID, Tag.STACK_ID),
    TEMPORAL_POSITION(Tag.TEMPORAL_POSITION_IDENTIFIER, Tag.TEMPORAL_POSITION_INDEX),
    ACQUISITION(Tag.ACQUISITION_NUMBER, Tag.FRAME_ACQUISITION_NUMBER),
    CARDIAC_PHASE(Tag.NOMINAL_PERCENTAGE_OF_CARDIAC_PHASE, Tag.NOMINAL_PERCENTAGE_OF_CARDIAC_PHASE),
    RESPIRATORY_PHASE(
        Tag.NOMINAL_PERCENTAGE_OF_RESPIRATORY_PHASE, Tag.NOMINAL_PERCENTAGE_OF_RESPIRATORY_PHASE),
    TRIGGER_TIME(Tag.TRIGGER_TIME, Tag.TRIGGER_TIME),
    IMAGE_TYPE(Tag.IMAGE_TYPE, Tag.FRAME_TYPE),
    KERNEL(Tag.CONVOLUTION_KERNEL, Tag.CONVOLUTION_KERNEL),
    KVP(Tag.KVP, Tag.KVP);

    private final int tag;
    private final int ofFrame;

    Key(int tag, int ofFrame) {
      this.tag = tag;
      this.ofFrame = ofFrame;
    }

    private static Map<Key, String> of(Attributes frame) {
      Map<Key, String> keys = new EnumMap<>(Key.class);
      for (Key key : values()) {
        keys.put(key, frame.key(frame.hasBytes(key.ofFrame) ? key.ofFrame : key.tag));
      }
      return keys;
    }
  }

  /**
   * Reads it from the elements of a frame.
   *
   * @throws UnusableException if one is missing or not supported
   */
  static Slice of(SliceFile file, int number, Attributes frame) {
    double[] position = frame.decimals(Tag.IMAGE_POSITION_PATIENT, 3);
    double[] directions = frame.decimals(Tag.IMAGE_ORIENTATION_PATIENT, 6);
    Vec3 right = new Vec3(directions[0], directions[1], directions[2]);
    Vec3 down = new Vec3(directions[3], directions[4], directions[5]);
    if (!(Math.abs(right.norm() - 1) <= ROUNDED)
        || !(Math.abs(down.norm() - 1) <= ROUNDED)
        || !(Math.abs(right.dot(down)) <= ROUNDED)) {
      throw new UnusableException(
          "its ImageOrientationPatient is not two directions at right angles");
    }
    // The first is the distance of rows, and so along a column (PS3.3, section 10.7.1.3).
    double[] spacing = frame.decimals(Tag.PIXEL_SPACING, 2);
    if (!(spacing[0] > 0) || !(spacing[1] > 0)) {
      throw new UnusableException("its PixelSpacing is not two numbers above 0");
    }
    return new Slice(
        file,
        number,
        frame.unsigned(Tag.ROWS),
        frame.unsigned(Tag.COLUMNS),
        new Vec3(position[0], position[1], position[2]),
        right.times(spacing[1]),
        down.times(spacing[0]),
        PixelForm.of(frame, file.pixelOrder()),
        Key.of(frame));
  }

  /** Returns the value of a key. */
  String key(Key key) {
    return keys.getOrDefault(key, "");
  }

  /** Returns the direction in which the slices of its volume are counted, of length 1. */
  Vec3 normal() {
    return alongRow.cross(alongColumn).unit();
  }

  /** Returns whether another lies in a parallel plane, turned the same way. */
  boolean isParallel(Slice other) {
    return isNear(alongRow.unit(), other.alongRow.unit())
        && isNear(alongColumn.unit(), other.alongColumn.unit());
  }

  /** Returns whether another has as many pixels of the same size. */
  boolean isAlike(Slice other) {
    return rows == other.rows
        && columns == other.columns
        && isNear(alongRow, other.alongRow)
        && isNear(alongColumn, other.alongColumn);
  }

  /** Returns whether another takes as many bytes, in as many rows and columns. */
  boolean hasSize(Slice other) {
    return rows == other.rows && columns == other.columns && form.bytes() == other.form.bytes();
  }

  private static boolean isNear(Vec3 a, Vec3 b) {
    return a.minus(b).norm() <= ROUNDED * Math.max(a.norm(), b.norm());
  }

  /** Returns the bytes that its numbers take when they are unpacked. */
  long bytes() {
    return (long) rows * columns * form.bytes();
  }
}
