package io.sinotrace.reconstruction.backprojection.cuda;

/** The members of {@code struct Backprojection} in backprojection.cuh, in order. */
enum BatchMember {
  VIEWS(0),
  VALUES(8),
  PATHS(16),
  COLUMNS(24),
  SUMS(32),
  IMAGE(40),
  MAP(48),
  TO_AXIS(96),
  TO_DETECTOR(104),
  COLUMN_FIRST(112),
  COLUMN_INVERSE(120),
  ROW_FIRST(128),
  ROW_INVERSE(136),
  MIDDLE_Z(144),
  STEP_Z(152),
  VIEW_STRIDE(160),
  LO(168),
  HI(172),
  COLUMN_STRIDE(176),
  COLUMN_COUNT(180),
  FORM(184),
  MAGNIFIES(188),
  HALF_ROWS(192),
  ROW_FROM(196),
  NX(200),
  NY(204),
  VIEW_COUNT(208),
  FIRST(212),
  DEPTH(216),
  SUM_STRIDE(220),
  BEGINS(224),
  PLANE_FROM(228),
  PLANE_COUNT(232);

  /** Bytes in all. */
  static final int BYTES = 240;

  /** Where it begins, in bytes. */
  final int at;

  BatchMember(int at) {
    this.at = at;
  }
}
