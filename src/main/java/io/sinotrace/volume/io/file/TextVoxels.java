package io.sinotrace.volume.io.file;

import io.sinotrace.Messages;
import io.sinotrace.volume.VoxelGrid;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Voxels written as decimal numbers with white space between them.
 *
 * @param file where the numbers are
 * @param grid the grid as the file places it
 * @param start where they begin, in bytes
 * @param end where the text ends
 * @param type that a number is to have: it is rounded to that
 */
public record TextVoxels(VolumeFile file, VoxelGrid grid, long start, long end, SampleType type)
    implements OpenVolume {
  /** Numbers handed on at a time. */
  private static final int CHUNK = 4096;

  /** No number is as long: one that is, is refused. */
  private static final int MAX_LENGTH = 400;

  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?[0-9.]{1,390}(?:[eE][-+]?[0-9]{1,4})?");

  /** Checks that the file can hold the voxels, before anything is allocated for them. */
  public TextVoxels {
    long least = 2 * grid.voxels() - 1; // a digit and a blank each
    long there = Math.max(0, end - start);
    if (there < least) {
      throw file.fault(
          "its header claims %d x %d x %d voxels, more than %d bytes of text can hold"
              .formatted(grid.nx(), grid.ny(), grid.nz(), there));
    }
  }

  @Override
  public String stored() {
    return type + ", text";
  }

  @Override
  public void decode(VoxelSink sink) {
    double[] values = new double[CHUNK];
    try (HashedInput whole = new HashedInput(file)) {
      whole.skipNBytes(start);
      InputStream in = new BufferedInputStream(new Limited(whole, end - start), 1 << 16);
      long voxels = grid.voxels();
      for (long done = 0; done < voxels; ) {
        int count = (int) Math.min(CHUNK, voxels - done);
        for (int i = 0; i < count; i++) {
          values[i] = number(word(in), done + i);
        }
        sink.run(done, values, 0, count);
        done += count;
      }
      String rest = word(in);
      if (!rest.isEmpty()) {
        throw file.fault(
            "'%s' follows the last of %d voxels: its header is wrong"
                .formatted(Messages.brief(rest, 40), voxels));
      }
      sink.hashed(file, whole.finish());
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** The next bytes of a stream, which stays open. */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long count) {
      this.in = in;
      this.left = count;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? in.read() : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      int some = left <= 0 ? -1 : in.read(bytes, from, (int) Math.min(count, left));
      left -= Math.max(0, some);
      return some;
    }
  }

  /** Returns the next word; "" at the end. */
  private String word(InputStream in) throws IOException {
    int one = in.read();
    while (one >= 0 && one <= ' ') {
      one = in.read();
    }
    byte[] word = new byte[MAX_LENGTH];
    int length = 0;
    while (one > ' ' && length < MAX_LENGTH) {
      word[length++] = (byte) one;
      one = in.read();
    }
    return new String(word, 0, length, StandardCharsets.ISO_8859_1);
  }

  private double number(String word, long index) {
    if (word.isEmpty()) {
      throw file.fault("ends before the last voxel: truncated");
    }
    try {
      if (!DECIMAL.matcher(word).matches()) {
        throw new NumberFormatException(word);
      }
      if (type == SampleType.FLOAT32) {
        return Float.parseFloat(word);
      }
      double number = Double.parseDouble(word);
      if (type == SampleType.FLOAT64 || isWhole(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same fault as that of a number beyond its type.
    }
    throw file.fault(
        "number %d is '%s': expected one of the header's type"
            .formatted(index + 1, Messages.brief(word, 40)));
  }

  /** Returns whether a number is one of the integers of the type, as near as float64 tells. */
  private boolean isWhole(double number) {
    int bits = 8 * type.bytes();
    boolean signed =
        switch (type) {
          case INT8, INT16, INT32, INT64 -> true;
          default -> false;
        };
    double low = signed ? -Math.scalb(1.0, bits - 1) : 0;
    double high = Math.scalb(1.0, signed ? bits - 1 : bits);
    // The greatest integers of 64 bits round to the power of two itself.
    return number == Math.rint(number)
        && number >= low
        && (number < high || (number == high && bits == 64));
  }

  @Override
  public void close() {
    // Nothing stays open between the header and the numbers.
  }
}
