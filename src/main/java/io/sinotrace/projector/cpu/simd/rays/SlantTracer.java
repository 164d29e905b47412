package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces the rays of a view in slanted lines of pixels ({@link Slant}), a strip of one in a vector.
 *
 * <p>An instance serves one thread.
 */
final class SlantTracer {
  /**
   * Whether windows of lines are loaded whole and permuted ({@link WindowKernel}), or voxels in
   * pairs ({@link PairKernel}) where an array can hold them. With vectors of 256 bits pairs are 1.5
   * to 2 times as fast; those of 512 bits hold more of a line, and permute as fast.
   */
  private static final boolean WINDOWS = VectorUnit.LANES >= 16;

  /**
   * Vectors that are marched together with windows, about: they fill half a second-level cache of 1
   * MiB. What their rays meet is loaded anew for the next as many.
   */
  private static final int WINDOWS_TOGETHER = 512;

  /** Lines of pixels that are marched together, at least: what one meets, the next meets too. */
  private static final int LEAST_LINES = 8;

  /**
   * Strips and lines of pixels that are marched together with pairs: what they meet in a block of
   * slabs, 0.1 MiB where pixels are a voxel apart, is loaded into the second-level cache beforehand
   * ({@link Preload}).
   */
  private static final int PAIRS_STRIPS = 4;

  private static final int PAIRS_LINES = 16;

  private final BoxGeometry geometry;
  private final Volume volume;
  private final Band band;
  private final boolean skipping;
  private final SingleRays single;
  private final boolean windows;

  /**
   * By main axis, for vectors that are marched together; null where there is no room for a copy.
   */
  private final @Nullable RayVectorKernel[] kernels = new RayVectorKernel[3];

  /**
   * By main axis, for vectors whose voxels no window holds, or where there is no kernel; null where
   * there is no room for a copy, and rays are traced one by one.
   */
  private final @Nullable RayVectorKernel[] others = new RayVectorKernel[3];

  private final boolean[] prepared = new boolean[3];

  /** Whether there was no room for a copy of the volume. */
  private boolean full;

  /** The vectors that are being filled, by main axis. */
  private final RayVector[] filling = {new RayVector(), new RayVector(), new RayVector()};

  /** Vectors that wait to be marched, by main axis. */
  private final List<List<RayVector>> waiting = List.of(list(), list(), list());

  /** Those of them that are marched together. */
  private final List<RayVector> together = list();

  /** Vectors to be filled. */
  private final List<RayVector> spare = list();

  SlantTracer(Volume volume, Band band, BoxGeometry geometry, boolean skipping, SingleRays single) {
    this(volume, band, geometry, skipping, single, WINDOWS || !PairVolume.fits(volume.grid()));
  }

  /**
   * Prepares to trace.
   *
   * @param windows whether windows are permuted rather than pairs loaded; the result is the same
   */
  SlantTracer(
      Volume volume,
      Band band,
      BoxGeometry geometry,
      boolean skipping,
      SingleRays single,
      boolean windows) {
    this.geometry = geometry;
    this.volume = volume;
    this.band = band;
    this.skipping = skipping;
    this.single = single;
    this.windows = windows;
  }

  private static List<RayVector> list() {
    return new ArrayList<>();
  }

  /**
   * Traces the rays of a tile of a view that the band is for.
   *
   * @param out receives the line integrals of channel c, [row][column], from index {@code first + c
   *     * channelStride} on
   * @return whether it did; if not, another way is faster
   */
  boolean trace(Tile tile, int view, float[] out, int first, int channelStride) {
    if (full || !mayCopy()) {
      return false;
    }
    Slant slant = Slant.of(single.ray, tile, view, geometry.detector().columns());
    if (slant == null || (windows && slant.wide)) {
      return false;
    }
    int all = (slant.lanes + VectorUnit.LANES - 1) / VectorUnit.LANES;
    int lanes = VectorUnit.LANES * (windows ? all : PAIRS_STRIPS);
    int lines = windows ? Math.max(LEAST_LINES, WINDOWS_TOGETHER / all) : PAIRS_LINES;
    for (int line = slant.from; line < slant.to; line += lines) {
      for (int lane = 0; lane < slant.lanes; lane += lanes) {
        int laneTo = Math.min(slant.lanes, lane + lanes);
        fill(slant, line, line + lines, lane, laneTo, tile, view, out, first, channelStride);
        for (int axis = 0; axis < 3; axis++) {
          march(axis, out, channelStride);
        }
      }
    }
    return true;
  }

  private boolean mayCopy() {
    return PaddedVolume.fits(band.grid())
        && (windows ? PaddedVolume.mayCopy(volume, band) : PairVolume.mayCopy(volume, band));
  }

  /** Puts the rays of some strips of some lines of pixels into vectors, which then wait. */
  private void fill(
      Slant slant,
      int lineFrom,
      int lineTo,
      int laneFrom,
      int laneTo,
      Tile tile,
      int view,
      float[] out,
      int first,
      int channelStride) {
    for (int lane = laneFrom; lane < laneTo; lane += VectorUnit.LANES) {
      int end = Math.min(laneTo, lane + VectorUnit.LANES);
      int to = Math.min(lineTo, slant.to(lane, end));
      for (int line = Math.max(lineFrom, slant.from(lane, end)); line < to; line++) {
        fill(slant, line, lane, end, tile, view, out, first, channelStride);
        enqueue();
      }
    }
  }

  /** Puts the rays of a strip of a line of pixels into vectors. */
  private void fill(
      Slant slant,
      int line,
      int laneFrom,
      int laneTo,
      Tile tile,
      int view,
      float[] out,
      int first,
      int channelStride) {
    int columns = geometry.detector().columns();
    for (int lane = laneFrom; lane < laneTo; lane++) {
      int across = slant.at(line, lane);
      if (across >= 0 && across < slant.across) {
        int row = slant.byColumns ? across : lane;
        int column = slant.byColumns ? lane : across;
        int at = first + row * columns + column;
        if (single.setUpOrTrace(view, tile.rowFrom() + row, column, out, at, channelStride)) {
          RayVector rays = filling[single.ray.axis];
          rays.add(single.ray, band, view, tile.rowFrom() + row, column, at);
        }
      }
    }
  }

  /** Lets the vectors that have rays wait. */
  private void enqueue() {
    for (int axis = 0; axis < 3; axis++) {
      if (filling[axis].count > 0) {
        filling[axis].fill();
        waiting.get(axis).add(filling[axis]);
        filling[axis] = spare.isEmpty() ? new RayVector() : spare.remove(spare.size() - 1);
      }
    }
  }

  /** Traces the rays of a main axis that wait. */
  private void march(int axis, float[] out, int channelStride) {
    List<RayVector> vectors = waiting.get(axis);
    if (vectors.isEmpty()) {
      return;
    }
    if (!prepared[axis]) {
      prepare(axis);
    }
    RayVectorKernel other = others[axis];
    RayVectorKernel kernel = kernels[axis];
    for (RayVector rays : vectors) {
      rays.bounds.set(rays, axis, band);
      if (kernel != null && (!windows || Windows.hold(rays))) {
        together.add(rays);
      } else if (other == null) {
        single.trace(rays, out, channelStride);
      } else {
        for (int c = 0; c < volume.channels(); c++) {
          rays.begin(band, out, c * channelStride);
          other.march(rays, c, rays.sums);
          rays.end(band, out, c * channelStride);
        }
      }
    }
    for (int c = 0; c < volume.channels() && kernel != null; c++) {
      for (RayVector rays : together) {
        rays.begin(band, out, c * channelStride);
      }
      kernel.march(together, c);
      for (RayVector rays : together) {
        rays.end(band, out, c * channelStride);
      }
    }
    together.clear();
    for (RayVector rays : vectors) {
      rays.clear();
    }
    spare.addAll(vectors);
    vectors.clear();
  }

  /** Makes the kernels for a main axis, those that there is room for. */
  private void prepare(int axis) {
    prepared[axis] = true;
    if (windows) {
      PaddedVolume lines = PaddedVolume.of(volume, band, axis);
      if (lines != null) {
        kernels[axis] = WindowKernel.of(lines, volume, band, axis, skipping);
        others[axis] = new GatherKernel(lines, volume, band, axis, skipping);
      }
    } else {
      PairVolume pairs = PairVolume.of(volume, band, axis);
      if (pairs != null) {
        kernels[axis] = new PairKernel(pairs, volume, band, axis, skipping);
        others[axis] = kernels[axis];
      }
    }
    if (kernels[axis] == null) {
      full = true;
      others[axis] = RayVectorKernel.of(volume, band, axis, skipping);
    }
  }
}
