package io.sinotrace.projector.cuda.kernel;

/**
 * How the threads of a block lie on the detector; it changes no value.
 *
 * @param along pixels along the detector axis that warps run along
 * @param across pixels along the other one
 */
public record BlockShape(int along, int across) {
  /** The most threads that the kernels are compiled for: {@code __launch_bounds__} in tracer.cu. */
  static final int MOST_THREADS = 128;

  /** A warp along one axis, and four of them side by side. */
  public static final BlockShape DEFAULT = new BlockShape(32, 4);

  /** Refuses blocks that the kernels are not compiled for. */
  public BlockShape {
    if (along < 1 || across < 1 || along * across > MOST_THREADS) {
      throw new IllegalArgumentException(
          "a block of %d x %d threads: at most %d".formatted(along, across, MOST_THREADS));
    }
  }
}
