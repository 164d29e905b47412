// Line integrals on a GPU: a thread a ray, in the canonical arithmetic that all backends share.
//
// Nothing may be contracted (nvcc -fmad=false): where a fused multiply-add belongs, it is written.
// Written in what C++ and CUDA share, so that tests can compile the same source for the processor.

#include "launch.cuh"
#include "march.cuh"
#include "setup.cuh"

// Works out what the rows of each detector column share: a thread a column and view.
extern "C" __global__ void hoist(const Launch t) {
  int column = (int)(blockIdx.y * blockDim.x + threadIdx.x);
  if (column < t.column_count) {
    t.columns[(long long)blockIdx.x * t.column_count + column] =
        share(t, t.views + (long long)VIEW_NUMBERS * blockIdx.x, column);
  }
}

// Traces one ray in some channels that follow one another, or one band of slabs of it. Blocks run through the views first: neighbouring views
// read the same voxels, which the cache still holds.
template <bool WIDE, int CHANNELS>
static __device__ __forceinline__ void trace_ray(const Launch &t) {
  int along = (int)(blockIdx.y * blockDim.x + threadIdx.x);
  int across = (int)(blockIdx.z * blockDim.y + threadIdx.y);
  int row = t.along_rows ? along : across;
  int column = t.along_rows ? across : along;
  if (row >= t.row_count || column >= t.column_count) {
    return;
  }
  int view = (int)blockIdx.x;
  long long pixel = ((long long)view * t.row_count + row) * t.column_count + column;
  // From a pixel of one channel to that of the next.
  long long pixels = (long long)t.view_count * t.row_count * t.column_count;
  const double *pose = t.views + (long long)VIEW_NUMBERS * view;
  const Column &c = t.columns[(long long)view * t.column_count + column];
  double z = t.row_z[row];
  Ray r;
  if (c.v < 0 || !set_up_shared(t, pose, c, z, &r)) {
    if (!set_up(t, pose, c.across, z, &r)) {
      for (int k = 0; k < CHANNELS; k++) {
        t.sums[pixel + k * pixels] = 0;
      }
      return;
    }
  }
  if (t.band_axis >= 0 && r.a != t.band_axis) {
    return;
  }
  clip(t, &r, r.b1, r.slope1, r.start1);
  clip(t, &r, r.b2, r.slope2, r.start2);
  int from = r.slab_from > t.band_from ? r.slab_from : t.band_from;
  int to = r.slab_to < t.band_to ? r.slab_to : t.band_to;
  Sum<CHANNELS> sum = {};
  if (!t.first) {
#pragma unroll
    for (int k = 0; k < CHANNELS; k++) {
      sum.done[k] = t.sums[pixel + k * pixels];
      sum.block[k] = t.block_sums[pixel + k * pixels];
    }
  }
  if (from < to) {
    march<WIDE, CHANNELS>(t, r, from, to, &sum);
  }
#pragma unroll
  for (int k = 0; k < CHANNELS; k++) {
    long long at = pixel + k * pixels;
    if (t.last) {
      t.sums[at] = (sum.done[k] + sum.block[k]) * r.length;
    } else {
      t.sums[at] = sum.done[k];
      t.block_sums[at] = sum.block[k];
    }
  }
}

// Kernels by how many channels they trace. Those called wide are for any volume, the others for one
// that has fewer than 2^31 voxels a channel, margin included.
#define TRACE(channels)                                                                     \
  extern "C" __global__ void __launch_bounds__(128) trace_##channels(const Launch t) {      \
    trace_ray<false, channels>(t);                                                          \
  }                                                                                         \
  extern "C" __global__ void __launch_bounds__(128) trace_wide_##channels(const Launch t) { \
    trace_ray<true, channels>(t);                                                           \
  }
TRACE(1)
TRACE(2)
TRACE(3)
TRACE(4)
#undef TRACE

// Lays out a brick of voxels: a thread a voxel. Fresh memory is zero already.
extern "C" __global__ void arrange(const Brick b) {
  int x = (int)(blockIdx.x * blockDim.x + threadIdx.x);
  int y = (int)(blockIdx.y * blockDim.y + threadIdx.y);
  int z = (int)blockIdx.z;
  if (x >= b.n[0] || y >= b.n[1]) {
    return;
  }
  b.to[(long long)x * b.stride[0] + (long long)y * b.stride[1] + (long long)z * b.stride[2]] =
      b.from[((long long)z * b.n[1] + y) * b.n[0] + x];
}
