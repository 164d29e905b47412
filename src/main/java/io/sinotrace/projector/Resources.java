package io.sinotrace.projector;

import org.jspecify.annotations.Nullable;

/**
 * What a caller may use for tracing.
 *
 * @param gpu the GPU that the scheduler gave it: its number in the order of the PCI bus, as {@code
 *     nvidia-smi} counts, or its UUID ({@code GPU-...}); null where nothing was given, which stands
 *     for the first one
 * @param gpuConcurrency how many threads may use one GPU at a time; others wait
 * @param threads how many threads may trace for the caller at a time, the caller's own included
 * @param callers how many there are in this JVM at a time, which share its memory
 */
public record Resources(@Nullable String gpu, int gpuConcurrency, int threads, int callers) {
  /** One thread traces on a GPU while another takes results from it. */
  public static final int GPU_CONCURRENCY = 2;

  /** What a program may use that no scheduler gave anything. */
  public static final Resources DEFAULT = new Resources(null, GPU_CONCURRENCY, 1, 1);

  /** What a single caller may use. */
  public Resources(@Nullable String gpu, int gpuConcurrency, int threads) {
    this(gpu, gpuConcurrency, threads, 1);
  }

  /** Checks that at least one thread may trace, and use the GPU. */
  public Resources {
    if (gpuConcurrency < 1) {
      throw new IllegalArgumentException("gpuConcurrency " + gpuConcurrency + ": at least 1");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + ": at least 1");
    }
    if (callers < 1) {
      throw new IllegalArgumentException("callers " + callers + ": at least 1");
    }
  }
}
