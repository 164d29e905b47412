package io.sinotrace.projector.cuda;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.OneChannel;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.volume.Volume;
import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison of the GPU with the scalar form found.
 *
 * @param values compared, bit by bit; a ray counts once for each channel
 * @param met how many of them are not 0: equal zeros prove little
 * @param other how many differ
 * @param first the first that does; nothing where none does
 */
public record BitTally(long values, long met, long other, String first) {
  public static final BitTally NONE = new BitTally(0, 0, 0, "");

  /** Rows that the scalar tracer takes at a time. */
  private static final int ROWS = 32;

  /** Returns what both found. */
  public BitTally plus(BitTally o) {
    return new BitTally(
        values + o.values, met + o.met, other + o.other, first.isEmpty() ? o.first : first);
  }

  /**
   * Compares values with others.
   *
   * @param right values
   * @param from where those begin that should be equal
   */
  public static BitTally of(String what, float[] right, float[] found, int from) {
    long met = 0;
    long other = 0;
    String first = "";
    for (int i = 0; i < right.length; i++) {
      float value = found[from + i];
      met += right[i] != 0 ? 1 : 0;
      if (Float.floatToRawIntBits(right[i]) != Float.floatToRawIntBits(value)) {
        if (other++ == 0) {
          first = "%s, value %d: %s instead of %s".formatted(what, i, value, right[i]);
        }
      }
    }
    return new BitTally(right.length, met, other, first);
  }

  /** Opens the projectors that are compared with the scalar one. */
  interface Opener {
    Projector open(Volume volume, Geometry geometry);
  }

  /**
   * Compares all rays of a geometry in all channels with the scalar tracer's, which traces each
   * channel alone, on as many cores as there are.
   */
  static BitTally of(String what, Opener cuda, Volume volume, Geometry geometry) {
    int rays = Math.toIntExact(geometry.rays());
    float[] there = new float[Math.multiplyExact(volume.channels(), rays)];
    try (Projector projector = cuda.open(volume, geometry)) {
      projector.project(geometry.all(), there);
    }
    BitTally all = NONE;
    for (OneChannel channel : OneChannel.each(volume)) {
      String where = volume.channels() == 1 ? what : what + ", channel " + channel.channel();
      try (Projector scalar = new ScalarProjector(channel, geometry)) {
        all =
            all.plus(
                pieces(geometry).parallelStream()
                    .map(tile -> of(where, scalar, geometry, tile, there, channel.channel() * rays))
                    .reduce(NONE, BitTally::plus));
      }
    }
    return all;
  }

  /** Cuts a geometry so that there is something for every core to do. */
  private static List<Tile> pieces(Geometry geometry) {
    int rows = geometry.detector().rows();
    int views = Math.max(1, ROWS * ROWS / (rows * geometry.detector().columns()));
    List<Tile> pieces = new ArrayList<>();
    for (int view = 0; view < geometry.views().size(); view += views) {
      for (int row = 0; row < rows; row += ROWS) {
        pieces.add(
            new Tile(
                view,
                Math.min(geometry.views().size(), view + views),
                row,
                Math.min(rows, row + ROWS)));
      }
    }
    return pieces;
  }

  private static BitTally of(
      String what, Projector scalar, Geometry geometry, Tile tile, float[] there, int from) {
    int columns = geometry.detector().columns();
    int rows = geometry.detector().rows();
    float[] here = new float[(int) tile.pixels(columns)];
    scalar.project(tile, here);
    long met = 0;
    long other = 0;
    String first = "";
    int at = 0;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      for (int row = tile.rowFrom(); row < tile.rowTo(); row++) {
        for (int column = 0; column < columns; column++, at++) {
          float found = there[from + (view * rows + row) * columns + column];
          met += here[at] != 0 ? 1 : 0;
          if (Float.floatToRawIntBits(here[at]) != Float.floatToRawIntBits(found)) {
            other++;
            if (first.isEmpty()) {
              first =
                  "%s, view %d, row %d, column %d: %s instead of %s"
                      .formatted(what, view, row, column, found, here[at]);
            }
          }
        }
      }
    }
    return new BitTally(here.length, met, other, first);
  }
}
