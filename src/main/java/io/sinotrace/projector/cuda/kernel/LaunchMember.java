package io.sinotrace.projector.cuda.kernel;

/** The members of {@code struct Launch} in launch.cuh, in order. */
enum LaunchMember {
  VOLUME(0),
  VIEWS(8),
  COLUMN_X(16),
  COLUMN_Y(24),
  ROW_Z(32),
  COLUMNS(40),
  SUMS(48),
  BLOCK_SUMS(56),
  LINEAR(64),
  STRIDE(136),
  N(148),
  VIEW_COUNT(160),
  ROW_COUNT(164),
  COLUMN_COUNT(168),
  BEAM(172),
  DIAGONAL(176),
  ALONG_ROWS(180),
  BAND_AXIS(184),
  BAND_FROM(188),
  BAND_TO(192),
  FIRST(196),
  LAST(200),
  CHANNEL_STRIDE(208);

  /** Bytes in all. */
  static final int BYTES = 216;

  /** Where it begins, in bytes. */
  final int at;

  LaunchMember(int at) {
    this.at = at;
  }
}
