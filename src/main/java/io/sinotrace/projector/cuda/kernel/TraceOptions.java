package io.sinotrace.projector.cuda.kernel;

/**
 * How rays are launched; it changes no value. Tests and benchmarks choose other than the default.
 *
 * @param launchPixels line integrals of a launch, about: pixels, times channels
 * @param wideOffsets whether the kernel for large volumes is taken for small ones too
 * @param block how the threads of a block lie on the detector
 */
public record TraceOptions(long launchPixels, boolean wideOffsets, BlockShape block) {
  /** Enough pixels for a hundred thousand warps, and 16 MiB of results. */
  public static final TraceOptions DEFAULT = new TraceOptions(1L << 22, false, BlockShape.DEFAULT);

  /** Returns the same with launches of so many pixels, about. */
  public TraceOptions withLaunchPixels(long pixels) {
    return new TraceOptions(pixels, wideOffsets, block);
  }

  /** Returns the same with the kernel for large volumes. */
  public TraceOptions withWideOffsets() {
    return new TraceOptions(launchPixels, true, block);
  }

  /** Returns the same with blocks of another shape. */
  public TraceOptions withBlock(BlockShape shape) {
    return new TraceOptions(launchPixels, wideOffsets, shape);
  }
}
