package io.sinotrace.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A small random volume and descriptions of scans of it. */
public final class Samples {
  private Samples() {}

  /** Writes a .npy volume of nz x ny x nx random float64 values from 0 to 1; some are 0. */
  public static void volume(Path file, int nz, int ny, int nx, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[nz * ny * nx];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4) == 0 ? 0 : random.nextDouble();
    }
    npy(file, nz, ny, nx, values);
  }

  /** Writes a .npy array of float64, version 1.0, C order. */
  public static void npy(Path file, int nz, int ny, int nx, double[] values) {
    String header =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d, %d), }".formatted(nz, ny, nx);
    header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 8 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (double value : values) {
      bytes.putDouble(value);
    }
    try {
      Files.write(file, bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a description and returns its path. */
  public static String description(Path file, String yaml) {
    try {
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toString();
  }

  /** The description of a cone-beam scan of {@code volume.npy}: 13 views of 19 x 23 pixels. */
  public static final String CONE =
      """
      volume:
        path: volume.npy
        units: per-mm
        spacing: [1, 1.5, 2]
      geometry:
        type: cone
        source-to-axis: 60
        source-to-detector: 100
        detector: {rows: 19, columns: 23, pixel: [3, 2.5], offset: [1, -2]}
        views: {count: 13}
      output:
        path: out
      """;
}
