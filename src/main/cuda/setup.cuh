// The float64 half of the canonical arithmetic: from a pixel to a ray that can be marched.
//
// The names, and the symbols that the package io.sinotrace.projector.setup gives them, in voxels if nothing
// else is said: s, p, d (S, D, d), to_middle (h_a - S_a), inverse (1 / d_a, in 1/voxels), a, b1, b2,
// slope (mf_k, voxels a slab), start (Rf_k, from the middle), length (len, mm a slab), begin, end (ta, tb,
// places in a slab, 0 to 1). Slabs are counted from 0 along the main axis; `to` is excluded.
#pragma once

#include "launch.cuh"

// A ray, set up for the march. Axes b1 < b2 are those that are not the main axis a.
struct Ray {
  int a, b1, b2;
  float slope1, slope2, start1, start2;
  float length;
  int slab_from, slab_to;
  // Slabs that hold an end of the ray, or -1, and where in them it lies.
  int begin_slab, end_slab;
  float begin, end;
};

static __device__ __forceinline__ double magnitude(double x) { return x < 0 ? -x : x; }

// The smallest normal number: a main step below it has no finite inverse.
#define MIN_NORMAL 2.2250738585072014e-308
// Slopes below this are taken as 0: 2^-64.
#define MIN_SLOPE 5.421010862427522e-20

static __device__ __forceinline__ double slope_of(double d, double inverse) {
  double m = d * inverse;
  return magnitude(m) < MIN_SLOPE ? 0 : m;
}

// Whether axis i, with the greater or equal step, is taken before axis k: ties go to x, then y.
static __device__ __forceinline__ bool leads(int i, double di, int k, double dk) {
  return i < k ? magnitude(di) >= magnitude(dk) : magnitude(di) > magnitude(dk);
}

// The slabs between the ends of the ray, and where in a slab an end lies that is inside the grid.
static __device__ void set_slabs(const Launch &t, int a, double s, double p, int *slab_from,
                                 int *slab_to, int *begin_slab, int *end_slab, float *begin,
                                 float *end) {
  int n = t.n[a];
  *begin_slab = -1;
  *end_slab = -1;
  *begin = 0;
  *end = 1;
  if (t.beam == 0) {
    *slab_from = 0;
    *slab_to = n;
    return;
  }
  double lo = s < p ? s : p;
  double hi = s < p ? p : s;
  double lo_floor = floor(lo);
  double hi_floor = floor(hi);
  // Coordinates are within 10^7: they fit an int.
  int from = (int)lo_floor;
  int to = (int)ceil(hi);
  *slab_from = from > 0 ? from : 0;
  *slab_to = to < n ? to : n;
  if (lo > 0 && lo < n) {
    *begin_slab = from;
    *begin = (float)(lo - lo_floor);
  }
  if (hi > 0 && hi < n) {
    *end_slab = (int)hi_floor;
    *end = (float)(hi - hi_floor);
  }
}

// Leaves out slabs in which the ray is more than a voxel outside the grid along axis b. In float32:
// what it rounds is far less than that voxel, and slabs more or less there change no bit.
static __device__ void clip(const Launch &t, Ray *r, int b, float slope, float start) {
  int half = t.n[b] >> 1;
  float lo = (float)(-half - 1) - start;
  float hi = (float)(t.n[b] - half + 1) - start;
  if (slope == 0) {
    if (lo > 0 || hi < 0) {
      r->slab_to = r->slab_from;
    }
    return;
  }
  float x = lo / slope;
  float y = hi / slope;
  // Kept within what an int holds; beyond that nothing is clipped, or everything.
  float from = fminf(fmaxf(floorf(fminf(x, y)), -1e9f), 1e9f);
  float to = fminf(fmaxf(ceilf(fmaxf(x, y)), -1e9f), 1e9f);
  int middle = t.n[r->a] >> 1;
  int clipped_from = (int)from + middle - 1;
  int clipped_to = (int)to + middle + 1;
  r->slab_from = clipped_from > r->slab_from ? clipped_from : r->slab_from;
  r->slab_to = clipped_to < r->slab_to ? clipped_to : r->slab_to;
}

static __device__ float length_of(const Launch &t, const double *d, double inverse) {
  const double *m = t.linear;
  double w0, w1, w2;
  if (t.diagonal) {
    // The same numbers: what is left out adds zeros.
    w0 = m[0] * d[0];
    w1 = m[4] * d[1];
    w2 = m[8] * d[2];
  } else {
    w0 = (m[0] * d[0] + m[1] * d[1]) + m[2] * d[2];
    w1 = (m[3] * d[0] + m[4] * d[1]) + m[5] * d[2];
    w2 = (m[6] * d[0] + m[7] * d[1]) + m[8] * d[2];
  }
  return (float)(sqrt((w0 * w0 + w1 * w1) + w2 * w2) * magnitude(inverse));
}

// Source s, pixel p and step d along axis k; `across` is x_c U + y_c N.
static __device__ __forceinline__ void aim(const Launch &t, const double *view, int k, double across,
                                           double z, double *s, double *p, double *d) {
  double z_v = z * view[VIEW_V + k];
  double pixel = view[VIEW_C + k] + (across + z_v);
  *p = pixel;
  if (t.beam == 0) {
    *s = pixel;
    *d = view[VIEW_S + k];
  } else {
    *s = t.beam == 2 ? view[VIEW_S + k] + z_v : view[VIEW_S + k];
    *d = pixel - *s;
  }
}

static __device__ __forceinline__ double start_of(const Launch &t, int b, double s, double to_middle,
                                                  double slope) {
  return (s - (t.n[b] >> 1)) + to_middle * slope;
}

// Sets a ray up from nothing shared; returns whether it has an extent.
static __device__ bool set_up(const Launch &t, const double *view, const double *across, double z,
                              Ray *r) {
  double s[3], p[3], d[3];
  for (int k = 0; k < 3; k++) {
    aim(t, view, k, across[k], z, &s[k], &p[k], &d[k]);
  }
  int a = leads(0, d[0], 1, d[1]) ? (leads(0, d[0], 2, d[2]) ? 0 : 2)
                                  : (leads(1, d[1], 2, d[2]) ? 1 : 2);
  int b1 = a == 0 ? 1 : 0;
  int b2 = a == 2 ? 1 : 2;
  // Chosen by comparison: an indexed array would live in slow memory.
  double main = a == 0 ? d[0] : a == 1 ? d[1] : d[2];
  double s_a = a == 0 ? s[0] : a == 1 ? s[1] : s[2];
  double p_a = a == 0 ? p[0] : a == 1 ? p[1] : p[2];
  if (!(magnitude(main) >= MIN_NORMAL)) {
    return false;
  }
  double inverse = 1 / main;
  double to_middle = (t.n[a] >> 1) - s_a;
  double m1 = slope_of(b1 == 0 ? d[0] : d[1], inverse);
  double m2 = slope_of(b2 == 1 ? d[1] : d[2], inverse);
  r->a = a;
  r->b1 = b1;
  r->b2 = b2;
  r->slope1 = (float)m1;
  r->slope2 = (float)m2;
  r->start1 = (float)start_of(t, b1, b1 == 0 ? s[0] : s[1], to_middle, m1);
  r->start2 = (float)start_of(t, b2, b2 == 1 ? s[1] : s[2], to_middle, m2);
  r->length = length_of(t, d, inverse);
  set_slabs(t, a, s_a, p_a, &r->slab_from, &r->slab_to, &r->begin_slab, &r->end_slab, &r->begin,
            &r->end);
  return true;
}

// Sets a ray up from what its column shares; returns false where V's axis is the main one after all.
static __device__ bool set_up_shared(const Launch &t, const double *view, const Column &c, double z,
                                     Ray *r) {
  int v = c.v;
  double s, p, d;
  aim(t, view, v, v == 0 ? c.across[0] : v == 1 ? c.across[1] : c.across[2], z, &s, &p, &d);
  if (!leads(c.main, c.d_main, v, d)) {
    return false;
  }
  double m = slope_of(d, c.inverse);
  float slope = (float)m;
  float start = (float)start_of(t, v, s, c.to_middle, m);
  bool in_order = c.other < v;
  r->a = c.main;
  r->b1 = in_order ? c.other : v;
  r->b2 = in_order ? v : c.other;
  r->slope1 = in_order ? c.slope : slope;
  r->slope2 = in_order ? slope : c.slope;
  r->start1 = in_order ? c.start : start;
  r->start2 = in_order ? start : c.start;
  double all[3];
  for (int k = 0; k < 3; k++) {
    all[k] = k == v ? d : k == c.main ? c.d_main : c.d_other;
  }
  r->length = length_of(t, all, c.inverse);
  r->slab_from = c.slab_from;
  r->slab_to = c.slab_to;
  r->begin_slab = c.begin_slab;
  r->end_slab = c.end_slab;
  r->begin = c.begin;
  r->end = c.end;
  return true;
}

// Works out what the rows of each detector column share.
static __device__ Column share(const Launch &t, const double *view, int column) {
  Column c = {};
  for (int k = 0; k < 3; k++) {
    c.across[k] = t.column_x[column] * view[VIEW_U + k] + t.column_y[column] * view[VIEW_N + k];
  }
  double v0 = view[VIEW_V], v1 = view[VIEW_V + 1], v2 = view[VIEW_V + 2];
  c.v = v1 == 0 && v2 == 0 ? 0 : v0 == 0 && v2 == 0 ? 1 : v0 == 0 && v1 == 0 ? 2 : -1;
  if (c.v >= 0) {
    // Rows differ in z V alone, which is 0 in the plane: any row will do.
    double z = 0;
    int k1 = c.v == 0 ? 1 : 0;
    int k2 = c.v == 2 ? 1 : 2;
    double s1, p1, d1, s2, p2, d2;
    aim(t, view, k1, c.across[k1], z, &s1, &p1, &d1);
    aim(t, view, k2, c.across[k2], z, &s2, &p2, &d2);
    bool first = leads(k1, d1, k2, d2);
    c.main = first ? k1 : k2;
    c.other = first ? k2 : k1;
    c.d_main = first ? d1 : d2;
    c.d_other = first ? d2 : d1;
    if (magnitude(c.d_main) >= MIN_NORMAL) {
      double s = first ? s1 : s2;
      c.inverse = 1 / c.d_main;
      c.to_middle = (t.n[c.main] >> 1) - s;
      double m = slope_of(c.d_other, c.inverse);
      c.slope = (float)m;
      c.start = (float)start_of(t, c.other, first ? s2 : s1, c.to_middle, m);
      set_slabs(t, c.main, s, first ? p1 : p2, &c.slab_from, &c.slab_to, &c.begin_slab,
                &c.end_slab, &c.begin, &c.end);
    } else {
      c.v = -1;
    }
  }
  return c;
}
