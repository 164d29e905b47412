// What the kernels of backprojection are told, by value.
#pragma once

#include <cstddef>

// Where a view adds nothing to a line.
#define NO_COLUMN (-2147483647 - 1)

// Planes of an image, and a batch of views that is added up to them.
//
// A line is the voxels of all planes at one x and y: line y nx + x.
struct Backprojection {
  // By view of the batch, the cosine and the sine of its angle.
  const double *views;
  // [view][column][row]: filtered values of the rows that the planes depend on. Here is the first row of
  // the column of zeros that is before the detector's. Two zeros at least are before and behind the rows
  // of each column.
  const float *values;
  // [view][line]: fc, wf, pf and df.
  float4 *paths;
  // [view][line]: where row h of column C is, in floats from `values`, or NO_COLUMN.
  int *columns;
  // [line][plane], in 1/mm.
  float *sums;
  // [plane][y][x], in 1/mm.
  float *image;
  // From the indices (i, j, 1) of a line to x, then to y, in mm.
  double map[6];
  // D and R in mm.
  double to_axis, to_detector;
  // a0 and 1 / da, in mm or radians; r0 and 1 / dr, in mm.
  double column_first, column_inverse, row_first, row_inverse;
  // zd and dz, in mm.
  double middle_z, step_z;
  // From a view to the next, in floats.
  long long view_stride;
  // lo and hi, in rows from the middle one.
  float lo, hi;
  // From a column to the next, in floats.
  int column_stride;
  // Those of the detector.
  int column_count;
  // 0 parallel, 1 flat, 2 curved
  int form;
  // Whether heights are those of a cone beam.
  int magnifies;
  // h, and the first of the rows that are there.
  int half_rows, row_from;
  int nx, ny;
  // Of the batch.
  int view_count;
  // Plane 0 less the middle one of the whole image, k - k_mid.
  int first;
  // Planes.
  int depth;
  // From a line to the next, in floats.
  int sum_stride;
  // Whether the batch begins the sums.
  int begins;
  // Which planes are laid out in the image.
  int plane_from, plane_count;
};

// Java writes it byte by byte (BatchMember.java); see launch.cuh.
#define MEMBER(type, name, at) static_assert(offsetof(type, name) == at, #type "::" #name " has moved")
#define SIZE(type, bytes) static_assert(sizeof(type) == bytes, #type " has another size")

MEMBER(Backprojection, views, 0);
MEMBER(Backprojection, values, 8);
MEMBER(Backprojection, paths, 16);
MEMBER(Backprojection, columns, 24);
MEMBER(Backprojection, sums, 32);
MEMBER(Backprojection, image, 40);
MEMBER(Backprojection, map, 48);
MEMBER(Backprojection, to_axis, 96);
MEMBER(Backprojection, to_detector, 104);
MEMBER(Backprojection, column_first, 112);
MEMBER(Backprojection, column_inverse, 120);
MEMBER(Backprojection, row_first, 128);
MEMBER(Backprojection, row_inverse, 136);
MEMBER(Backprojection, middle_z, 144);
MEMBER(Backprojection, step_z, 152);
MEMBER(Backprojection, view_stride, 160);
MEMBER(Backprojection, lo, 168);
MEMBER(Backprojection, hi, 172);
MEMBER(Backprojection, column_stride, 176);
MEMBER(Backprojection, column_count, 180);
MEMBER(Backprojection, form, 184);
MEMBER(Backprojection, magnifies, 188);
MEMBER(Backprojection, half_rows, 192);
MEMBER(Backprojection, row_from, 196);
MEMBER(Backprojection, nx, 200);
MEMBER(Backprojection, ny, 204);
MEMBER(Backprojection, view_count, 208);
MEMBER(Backprojection, first, 212);
MEMBER(Backprojection, depth, 216);
MEMBER(Backprojection, sum_stride, 220);
MEMBER(Backprojection, begins, 224);
MEMBER(Backprojection, plane_from, 228);
MEMBER(Backprojection, plane_count, 232);
SIZE(Backprojection, 240);

#undef MEMBER
#undef SIZE
