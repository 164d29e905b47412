// Filtered projections added up to an image on a GPU, in the canonical arithmetic of all forms.
//
// The voxels of a line share their set-up in a view, which is worked out once (set_lines); then threads
// run along the line, where both voxels and detector rows lie side by side (add_N). A voxel's sum stays
// in a register while a batch of views is added, and in memory between batches. At last the planes are
// laid out as an image is (lay_out).
//
// Nothing may be contracted (nvcc -fmad=false): where a fused multiply-add belongs, it is written.

#include "backprojection.cuh"
#include "lines.cuh"

// 1.5 * 2^23: its sum with p is p rounded to an integer, for |p| < 2^22, which is then in the low bits.
#define LINE_ROUNDER 12582912.0f
#define LINE_ROUNDER_BITS 0x4B400000

// Lines along x of the tile of lines that a block has.
#define TILE 4

// Planes that a thread lays out.
#define LAID_OUT 8

// Works out what the voxels of each line share in each view of a batch: a thread a line and view.
extern "C" __global__ void __launch_bounds__(128) set_lines(const Backprojection t) {
  int line = (int)(blockIdx.x * blockDim.x + threadIdx.x);
  int lines = t.nx * t.ny;
  if (line >= lines) {
    return;
  }
  int view = (int)blockIdx.y;
  long long at = (long long)view * lines + line;
  float4 path = {};
  t.columns[at] = set_line(t, view, line, &path);
  t.paths[at] = path;
}

// L[r], of the same row in two columns.
static __device__ __forceinline__ float between(const float *left, const float *right, float share) {
  float here = __ldg(left);
  return __fmaf_rn(share, __ldg(right) - here, here);
}

// Adds a batch of views to RUN voxels of a line, blockDim.x planes apart. A thread has the planes that
// follow those of the thread before it, so that a warp reads rows that follow one another.
template <int RUN>
static __device__ __forceinline__ void add_views(const Backprojection &t) {
  int x = (int)(blockIdx.x * TILE + threadIdx.y % TILE);
  int y = (int)(blockIdx.y * (blockDim.y / TILE) + threadIdx.y / TILE);
  int plane = (int)(blockIdx.z * RUN * blockDim.x + threadIdx.x);
  if (x >= t.nx || y >= t.ny || plane >= t.depth) {
    return;
  }
  int lines = t.nx * t.ny;
  int line = y * t.nx + x;
  float *sums = t.sums + (long long)line * t.sum_stride;
  float k[RUN], sum[RUN];
#pragma unroll
  for (int r = 0; r < RUN; r++) {
    int mine = plane + r * (int)blockDim.x;
    // Beyond the last plane that one is computed once more, and not kept: its rows are there.
    mine = mine < t.depth ? mine : t.depth - 1;
    k[r] = (float)(t.first + mine);
    sum[r] = t.begins ? 0.0f : sums[mine];
  }
  const float4 *path = t.paths + line;
  const int *column = t.columns + line;
#pragma unroll 1
  for (int view = 0; view < t.view_count; view++) {
    int at = __ldg(column);
    float4 p = __ldg(path);
    if (at != NO_COLUMN) {
#pragma unroll
      for (int r = 0; r < RUN; r++) {
        float q = fminf(fmaxf(__fmaf_rn(k[r], p.w, p.z), t.lo), t.hi);
        float rounded = q + LINE_ROUNDER;
        float f = (q - (rounded - LINE_ROUNDER)) + 0.5f;
        const float *left = t.values + (at + (__float_as_int(rounded) - LINE_ROUNDER_BITS));
        const float *right = left + t.column_stride;
        float here = between(left, right, p.x);
        float next = between(left + 1, right + 1, p.x);
        sum[r] = __fmaf_rn(p.y, __fmaf_rn(f, next - here, here), sum[r]);
      }
    }
    path += lines;
    column += lines;
  }
#pragma unroll
  for (int r = 0; r < RUN; r++) {
    int mine = plane + r * (int)blockDim.x;
    if (mine < t.depth) {
      sums[mine] = sum[r];
    }
  }
}

// Kernels by how many voxels a thread has: the more, the less often a line's set-up is read. With four
// blocks a multiprocessor there are registers for all reads of a view at once.
#define ADD(run)                                                                            \
  extern "C" __global__ void __launch_bounds__(256, 4) add_##run(const Backprojection t) { \
    add_views<run>(t);                                                                      \
  }
ADD(1)
ADD(2)
ADD(4)
#undef ADD

// Lays out planes of the image: a thread has LAID_OUT of them at one x and y.
extern "C" __global__ void __launch_bounds__(128) lay_out(const Backprojection t) {
  int x = (int)(blockIdx.x * blockDim.x + threadIdx.x);
  int y = (int)(blockIdx.y * blockDim.y + threadIdx.y);
  if (x >= t.nx || y >= t.ny) {
    return;
  }
  const float *sums = t.sums + ((long long)y * t.nx + x) * t.sum_stride + t.plane_from;
  int from = (int)blockIdx.z * LAID_OUT;
#pragma unroll
  for (int n = 0; n < LAID_OUT; n++) {
    int plane = from + n;
    if (plane < t.plane_count) {
      // No zero is negative.
      t.image[((long long)plane * t.ny + y) * t.nx + x] = __fadd_rn(sums[plane], 0.0f);
    }
  }
}
