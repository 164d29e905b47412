package io.sinotrace.projector.cpu.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.CpuProjector;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColdStartTest {
  /** Two detector rows make a piece. */
  private static final int COLUMNS = 2048;

  private static final int CHANNELS = 2;
  private static final int VIEWS = 3;
  private static final int ROWS = 40;

  /** Takes the time away when it has traced so many pieces, and marks the pixels it traces. */
  private static final class Marking extends CpuProjector {
    private final float mark;
    private final AtomicLong nanosLeft;
    private int piecesLeft;
    private boolean closed;

    Marking(float mark, int pieces, AtomicLong nanosLeft) {
      super(CHANNELS, COLUMNS);
      this.mark = mark;
      this.piecesLeft = pieces;
      this.nanosLeft = nanosLeft;
    }

    @Override
    public String backend() {
      return "marks " + mark;
    }

    @Override
    public void project(Tile tile, float[] out, int first, int channelStride) {
      for (int c = 0; c < CHANNELS; c++) {
        for (int i = 0; i < tile.pixels(COLUMNS); i++) {
          out[first + c * channelStride + i] += mark + 1000f * c;
        }
      }
      if (--piecesLeft == 0) {
        nanosLeft.set(0);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void bothProjectorsAreClosed() {
    AtomicLong nanosLeft = new AtomicLong();
    Marking vectors = new Marking(100, 0, nanosLeft);
    Marking single = new Marking(1, 0, nanosLeft);
    new ColdStart(vectors, single, COLUMNS, nanosLeft).close();
    assertTrue(vectors.closed && single.closed);
  }

  /** A view has twenty pieces; where less than a vector of its rows is left, they follow. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12, 13, 16, 17, 19, 20, 21, 38, 40, 59, 60})
  void theFirstPiecesAreTracedRayByRayAndTheRestTogether(int pieces) {
    AtomicLong nanosLeft = new AtomicLong(Long.MAX_VALUE / 2);
    CpuProjector single = new Marking(1, pieces, nanosLeft);
    CpuProjector vectors = new Marking(100, 0, nanosLeft);
    int pixels = VIEWS * ROWS * COLUMNS;
    float[] out = new float[CHANNELS * pixels];
    ColdStart projector = new ColdStart(vectors, single, COLUMNS, nanosLeft);
    projector.project(new Tile(7, 7 + VIEWS, 2, 2 + ROWS), out);
    int last = 2 * pieces % ROWS;
    int rest = last > 0 && ROWS - last < VectorUnit.LANES ? ROWS - last : 0;
    int rows = 2 * pieces + rest;
    float[] expected = new float[out.length];
    for (int c = 0; c < CHANNELS; c++) {
      int at = c * pixels;
      Arrays.fill(expected, at, at + rows * COLUMNS, 1000f * c + 1);
      Arrays.fill(expected, at + rows * COLUMNS, at + pixels, 1000f * c + 100);
    }
    assertArrayEquals(expected, out);
    assertEquals("marks 100.0", projector.backend());
  }

  @Test
  void withoutTimeNothingIsTracedRayByRay() {
    AtomicLong nanosLeft = new AtomicLong();
    float[] out = new float[CHANNELS * COLUMNS];
    new ColdStart(new Marking(100, 0, nanosLeft), new Marking(1, 0, nanosLeft), COLUMNS, nanosLeft)
        .project(new Tile(0, 1, 0, 1), out);
    assertEquals(100, out[0]);
  }
}
