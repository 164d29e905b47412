// What the kernels are told, by value.
#pragma once

#include <cstddef>

// Where the vectors of a view begin in its numbers, each x, y, z: as BoxGeometry.write of Java writes them.
#define VIEW_S 0
#define VIEW_C 3
#define VIEW_U 6
#define VIEW_N 9
#define VIEW_V 12
#define VIEW_NUMBERS 15

// A scan in box coordinates (unit: voxels; voxel i fills [i, i+1)), and what one launch does of it.
struct Launch {
  // mu of voxel (0, 0, 0) of the first channel to be traced, in 1/mm. Around the grid lies a margin of zeros, so that no read has to be
  // checked: a clipped ray strays at most four voxels from the grid.
  const float *volume;
  // By view, S, C, U, N, V of box coordinates, in voxels; S of a parallel beam is its direction.
  const double *views;
  // By column, x_c and y_c; by row, z_r: how often U, N and V are taken.
  const double *column_x, *column_y, *row_z;
  // What all rows of a detector column share, [view][column]; see hoist().
  struct Column *columns;
  // [channel][view][row][column]: line integrals, without dimension; between bands, the sums over all blocks of
  // slabs that are done, in 1/mm x slabs.
  float *sums;
  // Likewise, and between bands only: the sums over the slabs so far of the block at hand.
  float *block_sums;
  // Box to world (A), row by row, in mm a voxel.
  double linear[9];
  // From one voxel to the next along x, y and z, in floats. Any two axes span less than 2^31.
  int stride[3];
  // Voxels along x, y and z.
  int n[3];
  int view_count, row_count, column_count;
  // 0 parallel, 1 cone, 2 fan
  int beam;
  // 1 where off-diagonal numbers of linear are all 0
  int diagonal;
  // 1 where the threads of a warp take neighbouring rows, 0 for neighbouring columns
  int along_rows;
  // Only rays with this main axis, or -1 for all; only slabs from band_from up to band_to.
  int band_axis, band_from, band_to;
  // Whether this band begins the sums, and whether it ends them.
  int first, last;
  // From a voxel of one channel to that of the next, in floats.
  long long channel_stride;
};

// What the rows of one detector column share where V lies along one axis of the box: the path in the
// plane across it. Worked out once a column, since float64 is slow on most cards. Names as in Ray.
struct Column {
  // x_c U + y_c N, in voxels.
  double across[3];
  // 1 / d_a in 1/voxels, and h_a - S_a in voxels: a is `main`.
  double inverse, to_middle;
  // d along `main` and `other`, in voxels.
  double d_main, d_other;
  // Of axis `other`.
  float slope, start;
  float begin, end;
  int begin_slab, end_slab, slab_from, slab_to;
  // Axis of V, or -1 where nothing is shared but `across`; main axis in the plane; the third axis.
  int v, main, other;
};

// A brick, a dense block of voxels, and where it goes when a volume is laid out on the device.
struct Brick {
  // [z][y][x]
  const float *from;
  // Where its first voxel goes.
  float *to;
  // From one voxel to the next there along x, y and z, in floats.
  int stride[3];
  // Voxels along x, y and z.
  int n[3];
};

// Java writes Launch and Brick byte by byte (LaunchMember.java, BrickMember.java). The compiler holds the
// structs to this table, and a test holds Java to it.
#define MEMBER(type, name, at) static_assert(offsetof(type, name) == at, #type "::" #name " has moved")
#define SIZE(type, bytes) static_assert(sizeof(type) == bytes, #type " has another size")

MEMBER(Launch, volume, 0);
MEMBER(Launch, views, 8);
MEMBER(Launch, column_x, 16);
MEMBER(Launch, column_y, 24);
MEMBER(Launch, row_z, 32);
MEMBER(Launch, columns, 40);
MEMBER(Launch, sums, 48);
MEMBER(Launch, block_sums, 56);
MEMBER(Launch, linear, 64);
MEMBER(Launch, stride, 136);
MEMBER(Launch, n, 148);
MEMBER(Launch, view_count, 160);
MEMBER(Launch, row_count, 164);
MEMBER(Launch, column_count, 168);
MEMBER(Launch, beam, 172);
MEMBER(Launch, diagonal, 176);
MEMBER(Launch, along_rows, 180);
MEMBER(Launch, band_axis, 184);
MEMBER(Launch, band_from, 188);
MEMBER(Launch, band_to, 192);
MEMBER(Launch, first, 196);
MEMBER(Launch, last, 200);
MEMBER(Launch, channel_stride, 208);
SIZE(Launch, 216);

MEMBER(Brick, from, 0);
MEMBER(Brick, to, 8);
MEMBER(Brick, stride, 16);
MEMBER(Brick, n, 28);
SIZE(Brick, 40);

SIZE(Column, 104);

#undef MEMBER
#undef SIZE
