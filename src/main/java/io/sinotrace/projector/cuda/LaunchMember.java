package io.sinotrace.projector.cuda;

/** The members of {@code struct Launch} in launch.cuh, in order. */
enum LaunchMember {
  VOLUME(0),
  VIEWS(8),
  COLUMN_X(16),
  COLUMN_Y(24),
  ROW_Z(32),
  COLUMNS(40),
  SUMS(48),
  LINEAR(56),
  STRIDE(128),
  N(140),
  VIEW_COUNT(152),
  ROW_COUNT(156),
  COLUMN_COUNT(160),
  BEAM(164),
  DIAGONAL(168),
  ALONG_ROWS(172),
  BAND_AXIS(176),
  BAND_FROM(180),
  BAND_TO(184),
  FIRST(188),
  LAST(192);

  /** Bytes in all. */
  static final int BYTES = 200;

  /** Where it begins, in bytes. */
  final int at;

  LaunchMember(int at) {
    this.at = at;
  }
}
