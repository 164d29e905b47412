// The float32 half of the canonical arithmetic: the march of a ray through the slabs.
//
// Beside those of setup.cuh, the names and their symbols: inverse (inv_k, slabs a voxel), shift (off_k,
// slabs), cross (s_k, as a distance in floats), x (i - h_a, voxels), p, q (p_k, q_k, voxels from the
// middle), u (u_k), more and less (the greater and the lesser u), width (W, slabs), v0, vm, v1 (1/mm), c.
#pragma once

#include "setup.cuh"

// 1.5 * 2^23: added with rounding down, it leaves floor(p) in the low bits of the sum, for |p| < 2^22.
// Conversions take eight times as long as additions.
#define FLOOR_SHIFT 12582912.0f
#define FLOOR_SHIFT_BITS 0x4B400000

// clamp(fma(a, b, c), 0, 1)
static __device__ __forceinline__ float share_of(float a, float b, float c) {
#ifdef __CUDA_ARCH__
  float u;
  asm("fma.rn.sat.f32 %0, %1, %2, %3;" : "=f"(u) : "f"(a), "f"(b), "f"(c));
  return u;
#else
  return __saturatef(__fmaf_rn(a, b, c));
#endif
}

// A voxel where it is wanted, else 0. Without a branch, so that the reads of several slabs overlap.
static __device__ __forceinline__ float voxel_if(bool wanted, const float *voxel) {
#ifdef __CUDA_ARCH__
  float v;
  asm("{\n\t.reg .pred p;\n\tsetp.ne.s32 p, %2, 0;\n\tmov.f32 %0, 0f00000000;\n\t"
      "@p ld.global.nc.f32 %0, [%1];\n\t}"
      : "=&f"(v)
      : "l"(voxel), "r"((int)wanted));
  return v;
#else
  return wanted ? *voxel : 0.0f;
#endif
}

// Slabs in a block, which are summed up by themselves; as RaySetup.BLOCK_SLABS.
#define BLOCK_SLABS 32

// The sums of a ray, one a channel: over all blocks of slabs that are done, and over the slabs of the
// block at hand.
template <int CHANNELS>
struct Sum {
  float done[CHANNELS], block[CHANNELS];
};

// Ends a block if slab `next` begins another.
template <int CHANNELS>
static __device__ __forceinline__ void end_block(Sum<CHANNELS> *sum, int next) {
  if (next % BLOCK_SLABS == 0) {
#pragma unroll
    for (int c = 0; c < CHANNELS; c++) {
      sum->done[c] += sum->block[c];
      sum->block[c] = 0;
    }
  }
}

// Offsets of voxels, in floats: 32 bits that wrap around are enough where the whole volume takes less
// than 2^31, and cost a fraction of 64.
template <bool WIDE>
struct Offset {
  typedef unsigned type;
  typedef int distance;
};
template <>
struct Offset<true> {
  typedef long long type;
  typedef long long distance;
};

// What stays the same along a ray. Strides and crossings are distances in floats.
template <bool WIDE>
struct Steps {
  const float *volume;
  float slope1, slope2, start1, start2;
  float inverse1, inverse2, shift1, shift2;
  typename Offset<WIDE>::type stride, stride1, stride2;
  int cross1, cross2, cross_both;
  long long channel_stride;
};

// The march through slabs i, ascending. Where the ray leaves a slab it enters the next.
template <bool WIDE>
struct March {
  // In the slab at hand, the voxel at the middle of the other axes, less FLOOR_SHIFT_BITS along both.
  typename Offset<WIDE>::type slab;
  // The slab's number relative to the middle of the main axis.
  float x;
  float p1, p2;
};

// What the ray meets in one slab: v0 where it enters, vm after the first crossing of a voxel face, v1
// after the second, in each channel; `more` and `less` are the shares of the slab that are left after
// each, in all of them.
template <int CHANNELS>
struct Slab {
  float v0[CHANNELS], vm[CHANNELS], v1[CHANNELS];
  float more, less;
  float width;
};

// Reads one slab and goes to the next. With ENDS, only its part from `begin` to `end` counts, 0 to 1.
template <bool WIDE, int CHANNELS, bool ENDS>
static __device__ __forceinline__ Slab<CHANNELS> read_slab(const Steps<WIDE> &k, March<WIDE> *m,
                                                           float begin, float end) {
  typedef typename Offset<WIDE>::type offset;
  typedef typename Offset<WIDE>::distance distance;
  float x = m->x + 1.0f;
  float q1 = __fmaf_rn(x, k.slope1, k.start1);
  float q2 = __fmaf_rn(x, k.slope2, k.start2);
  float t1 = __fadd_rd(m->p1, FLOOR_SHIFT);
  float t2 = __fadd_rd(m->p2, FLOOR_SHIFT);
  float u1 = share_of(q1 - (t1 - FLOOR_SHIFT), k.inverse1, k.shift1);
  float u2 = share_of(q2 - (t2 - FLOOR_SHIFT), k.inverse2, k.shift2);
  offset at =
      m->slab + ((offset)__float_as_int(t1) * k.stride1 + (offset)__float_as_int(t2) * k.stride2);
  const float *voxel = k.volume + (distance)at;
  Slab<CHANNELS> s;
  s.width = 1.0f;
  if (ENDS) {
    float after = 1.0f - end;
    s.width = end - begin;
    u1 = fminf(fmaxf(u1 - after, 0.0f), s.width);
    u2 = fminf(fmaxf(u2 - after, 0.0f), s.width);
  }
  s.more = fmaxf(u1, u2);
  s.less = fminf(u1, u2);
  // A share of 0 takes its voxel out of the sum, exactly: no need to read it.
#pragma unroll
  for (int c = 0; c < CHANNELS; c++) {
    const float *in_channel = voxel + c * k.channel_stride;
    s.v0[c] = __ldg(in_channel);
    s.vm[c] = voxel_if(s.more > 0, in_channel + (u1 > u2 ? k.cross1 : k.cross2));
    s.v1[c] = voxel_if(s.less > 0, in_channel + k.cross_both);
  }
  m->slab += k.stride;
  m->x = x;
  m->p1 = q1;
  m->p2 = q2;
  return s;
}

template <int CHANNELS>
static __device__ __forceinline__ void add_slab(Sum<CHANNELS> *sum, const Slab<CHANNELS> &s) {
#pragma unroll
  for (int c = 0; c < CHANNELS; c++) {
    float first = __fmaf_rn(s.more, s.vm[c] - s.v0[c], s.width * s.v0[c]);
    sum->block[c] += __fmaf_rn(s.less, s.v1[c] - s.vm[c], first);
  }
}

// Adds slabs from up to, not including, to.
template <bool WIDE, int CHANNELS>
static __device__ void march(const Launch &t, const Ray &r, int from, int to, Sum<CHANNELS> *sum) {
  // Slabs whose reads are under way at a time: twelve reads or so.
  constexpr int AHEAD = CHANNELS == 1 ? 4 : CHANNELS == 2 ? 2 : 1;
  typedef typename Offset<WIDE>::type offset;
  Steps<WIDE> k;
  k.volume = t.volume;
  k.slope1 = r.slope1;
  k.slope2 = r.slope2;
  k.start1 = r.start1;
  k.start2 = r.start2;
  k.inverse1 = r.slope1 != 0 ? 1.0f / r.slope1 : 0.0f;
  k.inverse2 = r.slope2 != 0 ? 1.0f / r.slope2 : 0.0f;
  k.shift1 = r.slope1 > 0 ? -k.inverse1 : 0.0f;
  k.shift2 = r.slope2 > 0 ? -k.inverse2 : 0.0f;
  int stride1 = r.b1 == 0 ? t.stride[0] : t.stride[1];
  int stride2 = r.b2 == 1 ? t.stride[1] : t.stride[2];
  k.stride = (offset)(r.a == 0 ? t.stride[0] : r.a == 1 ? t.stride[1] : t.stride[2]);
  k.stride1 = (offset)stride1;
  k.stride2 = (offset)stride2;
  k.cross1 = r.slope1 < 0 ? -stride1 : stride1;
  k.cross2 = r.slope2 < 0 ? -stride2 : stride2;
  k.cross_both = k.cross1 + k.cross2;
  k.channel_stride = t.channel_stride;
  int n = r.a == 0 ? t.n[0] : r.a == 1 ? t.n[1] : t.n[2];
  int half1 = (r.b1 == 0 ? t.n[0] : t.n[1]) >> 1;
  int half2 = (r.b2 == 1 ? t.n[1] : t.n[2]) >> 1;

  March<WIDE> m;
  m.slab = (offset)from * k.stride + (offset)(half1 - FLOOR_SHIFT_BITS) * k.stride1 +
           (offset)(half2 - FLOOR_SHIFT_BITS) * k.stride2;
  m.x = (float)(from - (n >> 1));
  m.p1 = __fmaf_rn(m.x, k.slope1, k.start1);
  m.p2 = __fmaf_rn(m.x, k.slope2, k.start2);

  int i = from;
  // An end of the ray lies in the first slab or the last, if in any.
  if (i == r.begin_slab || i == r.end_slab) {
    float begin = i == r.begin_slab ? r.begin : 0.0f;
    float end = i == r.end_slab ? r.end : 1.0f;
    add_slab(sum, read_slab<WIDE, CHANNELS, true>(k, &m, begin, end));
    i++;
    end_block(sum, i);
  }
  int whole_to = to - 1 == r.end_slab ? to - 1 : to;
  while (i < whole_to) {
    int next_block = (i / BLOCK_SLABS + 1) * BLOCK_SLABS;
    int block_to = whole_to < next_block ? whole_to : next_block;
    // All reads of some slabs are under way before the first is waited for.
    for (; i <= block_to - AHEAD; i += AHEAD) {
      Slab<CHANNELS> s[AHEAD];
#pragma unroll
      for (int j = 0; j < AHEAD; j++) {
        s[j] = read_slab<WIDE, CHANNELS, false>(k, &m, 0.0f, 1.0f);
      }
#pragma unroll
      for (int j = 0; j < AHEAD; j++) {
        add_slab(sum, s[j]);
      }
    }
#pragma unroll 1
    for (; i < block_to; i++) {
      add_slab(sum, read_slab<WIDE, CHANNELS, false>(k, &m, 0.0f, 1.0f));
    }
    end_block(sum, i);
  }
  if (i < to) {
    add_slab(sum, read_slab<WIDE, CHANNELS, true>(k, &m, 0.0f, r.end));
  }
}
