package io.sinotrace.projector;

import org.jspecify.annotations.Nullable;

/**
 * What the caller may use for its tracing.
 *
 * @param gpu the GPU that the scheduler gave it: its number in the order of the PCI bus, as {@code
 *     nvidia-smi} counts, or its UUID ({@code GPU-...}); null where nothing was given, which is the
 *     first one
 * @param gpuConcurrency how many threads may use one GPU at a time; others wait
 * @param threads how many threads may trace for the caller at a time, its own among them
 */
public record Resources(@Nullable String gpu, int gpuConcurrency, int threads) {
  /** One thread traces on a GPU while another takes its results away. */
  public static final int GPU_CONCURRENCY = 2;

  /** What a program of its own may use. */
  public static final Resources DEFAULT = new Resources(null, GPU_CONCURRENCY, 1);

  /** Refuses a GPU that nobody may use, and work without a thread. */
  public Resources {
    if (gpuConcurrency < 1) {
      throw new IllegalArgumentException("gpuConcurrency " + gpuConcurrency + ": at least 1");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + ": at least 1");
    }
  }
}
