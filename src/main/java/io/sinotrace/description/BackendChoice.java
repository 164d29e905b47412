package io.sinotrace.description;

/** Which kernel traces the rays: {@code compute.backend}. All give the same bits. */
public enum BackendChoice {
  /** CUDA where there is a GPU, else SIMD where the JVM has it, else scalar. */
  AUTO,
  /** The GPU, or an error. */
  CUDA,
  /** The processor's vector units, or an error. */
  SIMD,
  /** One ray at a time. */
  SCALAR
}
