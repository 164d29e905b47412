// What a .cu file needs to be compiled for the processor by g++ (-include cuda_on_host.h).
//
// It holds for kernels whose threads know nothing of each other: there is no shared memory and no
// __syncthreads. Arithmetic is that of the device to the last bit, with one gap: a plain cast of a
// float beyond an int saturates on a device and is undefined here.
#pragma once

#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#ifndef __FMA__
#error "compile with -mfma: a fused multiply-add must be the processor's, not the library's"
#endif

#define __global__
#define __device__
#define __host__
#define __constant__ static
#define __grid_constant__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
// g++ spells __restrict__ as CUDA does.

struct uint3 {
  unsigned x, y, z;
};

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

struct alignas(16) float4 {
  float x, y, z, w;
};

static thread_local uint3 threadIdx, blockIdx;
static thread_local dim3 blockDim, gridDim;

// Bits.

template <typename To, typename From>
static inline To host_bits(From from) {
  static_assert(sizeof(To) == sizeof(From), "of one size");
  To to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}

static inline int __float_as_int(float x) { return host_bits<int>(x); }
static inline float __int_as_float(int x) { return host_bits<float>(x); }
static inline unsigned __float_as_uint(float x) { return host_bits<unsigned>(x); }
static inline float __uint_as_float(unsigned x) { return host_bits<float>(x); }
static inline long long __double_as_longlong(double x) { return host_bits<long long>(x); }
static inline double __longlong_as_double(long long x) { return host_bits<double>(x); }

// Arithmetic rounded to nearest. nvcc never contracts these, whatever -fmad says; passing each result
// through a register that g++ cannot see into keeps g++ from it too.

template <typename T>
static inline T host_uncontracted(T x) {
  __asm__("" : "+x"(x));
  return x;
}

static inline float __fmaf_rn(float x, float y, float z) { return __builtin_fmaf(x, y, z); }
static inline float __fadd_rn(float x, float y) { return host_uncontracted(x + y); }
static inline float __fsub_rn(float x, float y) { return host_uncontracted(x - y); }
static inline float __fmul_rn(float x, float y) { return host_uncontracted(x * y); }
static inline float __fdiv_rn(float x, float y) { return x / y; }
static inline float __frcp_rn(float x) { return 1 / x; }
static inline float __fsqrt_rn(float x) { return __builtin_sqrtf(x); }
static inline double __fma_rn(double x, double y, double z) { return __builtin_fma(x, y, z); }
static inline double __dadd_rn(double x, double y) { return host_uncontracted(x + y); }
static inline double __dsub_rn(double x, double y) { return host_uncontracted(x - y); }
static inline double __dmul_rn(double x, double y) { return host_uncontracted(x * y); }
static inline double __ddiv_rn(double x, double y) { return x / y; }
static inline double __drcp_rn(double x) { return 1 / x; }
static inline double __dsqrt_rn(double x) { return __builtin_sqrt(x); }

// Addition rounded down. The rounding error of a sum is a float itself (Knuth's TwoSum): where it is
// negative, the sum rounded to nearest is one step too high.
static inline float __fadd_rd(float x, float y) {
  float sum = host_uncontracted(x + y);
  if (sum == 0) {
    // Exact; a difference of equals is -0 when rounding down.
    return std::signbit(x) || std::signbit(y) ? -0.0f : 0.0f;
  }
  if (std::isinf(sum)) {
    return sum > 0 && std::isfinite(x) && std::isfinite(y) ? FLT_MAX : sum;
  }
  float y_part = host_uncontracted(sum - x);
  float x_part = host_uncontracted(sum - y_part);
  float error = host_uncontracted(x - x_part) + host_uncontracted(y - y_part);
  if (error < 0) {
    int bits = __float_as_int(sum);
    return __int_as_float(bits > 0 ? bits - 1 : bits + 1);
  }
  return sum;
}

static inline float __fadd_ru(float x, float y) { return -__fadd_rd(-x, -y); }

// To [0, 1]; NaN and -0 become +0.
static inline float __saturatef(float x) {
  float positive = x > 0 ? x : 0.0f;
  return positive < 1 ? positive : 1.0f;
}

// Conversions to integers saturate on a device, and NaN becomes 0.

static inline int host_to_int(double whole) {
  return whole >= 2147483647.0    ? 2147483647
         : whole <= -2147483648.0 ? -2147483647 - 1
         : whole == whole         ? (int)whole
                                  : 0;
}

static inline int __float2int_rd(float x) { return host_to_int(std::floor((double)x)); }
static inline int __float2int_ru(float x) { return host_to_int(std::ceil((double)x)); }
static inline int __float2int_rz(float x) { return host_to_int(std::trunc((double)x)); }
static inline int __float2int_rn(float x) { return host_to_int(std::nearbyint((double)x)); }
static inline int __double2int_rd(double x) { return host_to_int(std::floor(x)); }
static inline int __double2int_ru(double x) { return host_to_int(std::ceil(x)); }
static inline int __double2int_rz(double x) { return host_to_int(std::trunc(x)); }
static inline int __double2int_rn(double x) { return host_to_int(std::nearbyint(x)); }
static inline float __double2float_rn(double x) { return (float)x; }
static inline float __int2float_rn(int x) { return (float)x; }

// The smaller and the larger of two: a NaN gives way to a number, and -0 is less than +0. The C
// library leaves that order of zeros open, and g++ would call it.

static inline float host_fminf(float x, float y) {
  if (x == y) {
    return __uint_as_float(__float_as_uint(x) | __float_as_uint(y));
  }
  return x < y || y != y ? x : y;
}

static inline float host_fmaxf(float x, float y) {
  if (x == y) {
    return __uint_as_float(__float_as_uint(x) & __float_as_uint(y));
  }
  return x > y || y != y ? x : y;
}

#define fminf host_fminf
#define fmaxf host_fmaxf

// Reads and writes with advice to the caches, which here is none.

template <typename T>
static inline T __ldg(const T *from) {
  return *from;
}
template <typename T>
static inline T __ldcg(const T *from) {
  return *from;
}
template <typename T>
static inline T __ldcs(const T *from) {
  return *from;
}
template <typename T>
static inline void __stcg(T *to, T value) {
  *to = value;
}
template <typename T>
static inline void __stcs(T *to, T value) {
  *to = value;
}
