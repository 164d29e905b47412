package io.sinotrace.projector.analytic;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.Projector;
import io.sinotrace.volume.phantom.Phantom;

/**
 * Computes the line integrals of a phantom from the chords of its solids, in the world and in
 * float64, each rounded once to float32.
 *
 * <p>Of each ray what lies between source and pixel centre counts, of a parallel beam the whole
 * line; a phantom has no box that would cut it off. Only additions, products, quotients and square
 * roots are used, so that all machines give the same bits.
 */
public final class AnalyticProjector implements Projector {
  /** The name of this backend. */
  public static final String NAME = "analytic";

  /**
   * Name of its arithmetic, in place of that of the tracers: another name stands for other bits.
   */
  public static final String ARITHMETIC = "analytic-1";

  private final Phantom phantom;
  private final Geometry geometry;

  /** Prepares to compute the line integrals of {@code phantom} under {@code geometry}. */
  public AnalyticProjector(Phantom phantom, Geometry geometry) {
    this.phantom = phantom;
    this.geometry = geometry;
  }

  @Override
  public String backend() {
    return NAME;
  }

  @Override
  public int channels() {
    return phantom.channels().count();
  }

  @Override
  public void project(Tile tile, float[] out) {
    int columns = geometry.detector().columns();
    int channelStride = Math.toIntExact(tile.pixels(columns));
    double[] ofRay = new double[channels()];
    int at = 0;
    for (int v = tile.viewFrom(); v < tile.viewTo(); v++) {
      View view = geometry.views().get(v);
      for (int row = tile.rowFrom(); row < tile.rowTo(); row++) {
        for (int column = 0; column < columns; column++) {
          lineIntegrals(view, row, column, ofRay);
          for (int channel = 0; channel < ofRay.length; channel++) {
            out[at + channel * channelStride] = (float) ofRay[channel];
          }
          at++;
        }
      }
    }
  }

  private void lineIntegrals(View view, int row, int column, double[] out) {
    Vec3 pixel = geometry.detector().pixel(view, row, column);
    Vec3 source = geometry.beam().source(view, geometry.detector().z(row));
    if (geometry.beam() == Beam.PARALLEL) {
      phantom.lineIntegralsThrough(pixel, source, out);
    } else {
      phantom.lineIntegrals(source, pixel, out);
    }
  }
}
