// The float64 half of backprojection: where a line of voxels meets the detector in one view.
//
// Names and symbols are those of the package io.sinotrace.reconstruction.backprojection.
#pragma once

#include "backprojection.cuh"

// The angle of a point (along, across), along above 0, in radians; as Arctangent.java.
static __device__ double angle_of(double across, double along) {
  double y = across < 0 ? -across : across;
  double high, low, v;
  if (y < 0.4375 * along) {
    high = 0;
    low = 0;
    v = y / along;
  } else if (y < 0.6875 * along) {
    high = 0x1.dac670561bb4fp-2;
    low = 0x1.a2b7f222f65e2p-56;
    v = (y - 0.5 * along) / (along + 0.5 * y);
  } else if (y < 1.1875 * along) {
    high = 0x1.921fb54442d18p-1;
    low = 0x1.1a62633145c07p-55;
    v = (y - along) / (along + y);
  } else if (y < 2.4375 * along) {
    high = 0x1.f730bd281f69bp-1;
    low = 0x1.007887af0cbbdp-56;
    v = (y - 1.5 * along) / (along + 1.5 * y);
  } else {
    high = 0x1.921fb54442d18p0;
    low = 0x1.1a62633145c07p-54;
    v = -along / y;
  }
  double z = v * v;
  double w = z * z;
  double odd =
      -0x1.999999998ebc4p-3 +
      w * (-0x1.c71c6fe231671p-4 +
           w * (-0x1.3b0f2af749a6dp-4 + w * (-0x1.dde2d52defd9ap-5 + w * -0x1.2b4442c6a6c2fp-5)));
  double even =
      0x1.555555555550dp-2 +
      w * (0x1.24924920083ffp-3 +
           w * (0x1.745cdc54c206ep-4 +
                w * (0x1.10d66a0d03d51p-4 + w * (0x1.97b4b24760debp-5 + w * 0x1.0ad3ae322da11p-6))));
  double angle = high + (v - (v * (z * even + w * odd) - low));
  return across < 0 ? -angle : angle;
}

// Sets a line up in a view. Returns where row h of its column is, or NO_COLUMN.
static __device__ int set_line(const Backprojection &t, int view, int line, float4 *path) {
  int j = line / t.nx;
  int i = line - j * t.nx;
  double x = (t.map[0] * i + t.map[1] * j) + t.map[2];
  double y = (t.map[3] * i + t.map[4] * j) + t.map[5];
  double cosine = t.views[2 * view];
  double sine = t.views[2 * view + 1];
  double across = y * cosine - x * sine;
  double place = across;
  double magnification = 1;
  double square = 1;
  if (t.form != 0) {
    double along = t.to_axis - (x * cosine + y * sine);
    if (t.form == 1) {
      double inverse = 1 / along;
      magnification = t.to_detector * inverse;
      place = across * magnification;
      square = (t.to_axis * inverse) * (t.to_axis * inverse);
    } else {
      double length = sqrt(along * along + across * across);
      place = angle_of(across, along);
      magnification = t.to_detector / length;
      square = (t.to_axis / length) * (t.to_axis / length);
    }
  }
  double at = (place - t.column_first) * t.column_inverse;
  if (!(at > -1 && at < t.column_count)) {
    return NO_COLUMN;
  }
  double below = floor(at);
  double rows = t.magnifies ? magnification : 1;
  path->x = (float)(at - below);
  path->y = (float)square;
  path->z = (float)(((t.middle_z * rows - t.row_first) * t.row_inverse - t.half_rows) - 0.5);
  path->w = (float)((t.step_z * rows) * t.row_inverse);
  // A batch has fewer than 2^31 floats.
  return (int)(view * t.view_stride) + ((int)below + 1) * t.column_stride +
         (t.half_rows - t.row_from);
}
