package io.sinotrace.volume.io.file;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.volume.VoxelGrid;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Voxels stored one after the other: the common form of NIfTI, MetaImage, NRRD and NumPy files once
 * their headers are read.
 *
 * @param file where the numbers are
 * @param grid the grid as the file places it
 * @param packing how the bytes are packed
 * @param start where the numbers, or the stream that they are packed in, begin in the file, in
 *     bytes
 * @param skip bytes before the numbers in the unpacked stream; 0 if they are not packed
 * @param tail the most bytes that may follow the numbers in the file, or in the unpacked stream;
 *     {@link #ANY_TAIL} in a container
 * @param type how a number is stored
 * @param order byte order of a number
 * @param zFastest whether the numbers run along z, then y, then x; else along x, then y, then z
 * @param slope each number is multiplied with
 * @param intercept added to the product
 */
public record RawImage(
    VolumeFile file,
    VoxelGrid grid,
    Packing packing,
    long start,
    long skip,
    int tail,
    SampleType type,
    ByteOrder order,
    boolean zFastest,
    double slope,
    double intercept)
    implements OpenVolume {
  /** How bytes are packed. */
  public enum Packing {
    /** Not at all. */
    NONE,
    /** As a gzip stream, of one or several members. */
    GZIP,
    /** As a zlib stream. */
    ZLIB,
    /** As a bzip2 stream, of one or several members. */
    BZIP2;

    /** Returns the most bytes that one byte of a stream can stand for. */
    private long expansion() {
      return switch (this) {
        case NONE -> 1;
        case GZIP, ZLIB -> MAX_EXPANSION;
        case BZIP2 -> MAX_BZIP2_EXPANSION;
      };
    }
  }

  /** The greatest expansion of a deflate stream: 258 bytes take at least 2 bits. */
  public static final long MAX_EXPANSION = 1032;

  /**
   * The greatest expansion of a bzip2 stream that is accepted. The format can expand a million
   * times; so much is claimed by files that are to exhaust memory, not by images.
   */
  public static final long MAX_BZIP2_EXPANSION = 10_000;

  private static final int BUFFER = 1 << 16;

  /** The most bytes behind the voxels, plain or unpacked, of which a header says nothing. */
  private static final int MAX_TAIL = 1 << 20;

  /** The tail of a container, where anything may follow the numbers, which are not packed. */
  public static final int ANY_TAIL = Integer.MAX_VALUE;

  /**
   * Checks that the file can hold the voxels, before anything is allocated for them, and that it
   * does not go on for long behind them: a header of fewer voxels than there are is wrong, and the
   * first of them are not the volume. How long a packed stream is shows when it is unpacked.
   *
   * @throws io.sinotrace.InputException if it cannot, or does
   */
  public RawImage {
    long bytes = grid.voxels() * type.bytes();
    long there = Math.max(0, file.length() - start);
    long most = Math.multiplyExact(packing.expansion(), there);
    if (Math.addExact(skip, bytes) > most) {
      String claim =
          "%s %d x %d x %d voxels of %d bytes"
              .formatted(
                  tail == 0 ? "there are said to be" : "its header claims",
                  grid.nx(),
                  grid.ny(),
                  grid.nz(),
                  type.bytes());
      throw file.fault(
          packing == Packing.NONE
              ? "%s, %d bytes from byte %d on, but the file has %d: truncated, or a wrong header"
                  .formatted(claim, bytes, start, file.length())
              : "%s, more than %d compressed bytes can hold".formatted(claim, there));
    }
    if (packing == Packing.NONE && tail != ANY_TAIL && there - skip - bytes > tail) {
      throw longTail(file, "has", tail);
    }
  }

  /** As above, of a file whose header says where the numbers are: little may follow them. */
  public RawImage(
      VolumeFile file,
      VoxelGrid grid,
      Packing packing,
      long start,
      long skip,
      SampleType type,
      ByteOrder order,
      boolean zFastest,
      double slope,
      double intercept) {
    this(file, grid, packing, start, skip, MAX_TAIL, type, order, zFastest, slope, intercept);
  }

  @Override
  public String stored() {
    return type
        + (type.bytes() > 1 && order == ByteOrder.BIG_ENDIAN ? ", big-endian" : "")
        + (packing == Packing.NONE ? "" : ", " + packing.name().toLowerCase(Locale.ROOT))
        + (slope == 1 && intercept == 0 ? "" : ", * %s + %s".formatted(slope, intercept));
  }

  @Override
  public void decode(VoxelSink sink) {
    try (HashedInput whole = new HashedInput(file);
        InputStream in = numbers(whole)) {
      SampleStream.decode(
          in,
          type,
          order,
          grid.voxels(),
          (first, values, count) -> put(sink, first, values, count));
      if (packing != Packing.NONE) {
        readTail(in);
      }
      sink.hashed(file, whole.finish());
    } catch (EOFException e) {
      throw file.fault("ends before the last voxel: truncated", e);
    } catch (StackOverflowError e) {
      throw endlessMembers(file, e);
    } catch (ZipException e) {
      throw file.fault("its compressed data are damaged: " + Messages.reason(e), e);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private void put(VoxelSink sink, long first, double[] values, int count) {
    if (slope != 1 || intercept != 0) {
      for (int i = 0; i < count; i++) {
        values[i] = values[i] * slope + intercept;
      }
    }
    if (zFastest) {
      putColumns(sink, first, values, count);
    } else {
      sink.run(first, values, 0, count);
    }
  }

  /** Returns the numbers of a file that is read from its beginning. */
  private InputStream numbers(InputStream whole) throws IOException {
    whole.skipNBytes(start);
    InputStream unpacked =
        switch (packing) {
          case NONE -> whole;
          case GZIP -> new GZIPInputStream(whole, BUFFER);
          case ZLIB -> new InflaterInputStream(new BufferedInputStream(whole, BUFFER));
          case BZIP2 -> new Bzip2Input(new BufferedInputStream(whole, BUFFER));
        };
    unpacked.skipNBytes(skip);
    return unpacked;
  }

  /** Reads what follows the voxels in a compressed stream: its checksum is at the end. */
  private void readTail(InputStream unpacked) throws IOException {
    if (unpacked.readNBytes(tail + 1).length > tail) {
      throw tail == 0
          ? file.fault("unpacks to more bytes than are described: expected a shape that has all")
          : longTail(file, "unpacks to", tail);
    }
  }

  private static InputException longTail(VolumeFile file, String verb, int tail) {
    return file.fault(
        "%s more than %d bytes behind the last voxel: its header explains none of them"
            .formatted(verb, tail));
  }

  /** Returns the fault of empty gzip members: Java's stream calls itself to pass one. */
  public static InputException endlessMembers(VolumeFile file, StackOverflowError e) {
    return file.fault("its compressed data are damaged: thousands of gzip members are empty", e);
  }

  /** Splits numbers that run along z into the columns they belong to. */
  private void putColumns(VoxelSink sink, long first, double[] values, int count) {
    for (int i = 0; i < count; ) {
      long column = (first + i) / grid.nz();
      int z = (int) ((first + i) % grid.nz());
      int n = Math.min(count - i, grid.nz() - z);
      sink.column((int) (column / grid.ny()), (int) (column % grid.ny()), z, values, i, n);
      i += n;
    }
  }

  @Override
  public void close() {
    // Nothing stays open between the header and the numbers.
  }
}
