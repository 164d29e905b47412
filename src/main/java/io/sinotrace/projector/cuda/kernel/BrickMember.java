package io.sinotrace.projector.cuda.kernel;

/** The members of {@code struct Brick} in launch.cuh, in order. */
enum BrickMember {
  FROM(0),
  TO(8),
  STRIDE(16),
  N(28);

  /** Bytes in all. */
  static final int BYTES = 40;

  /** Where it begins, in bytes. */
  final int at;

  BrickMember(int at) {
    this.at = at;
  }
}
