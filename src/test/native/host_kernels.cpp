// The kernels, compiled for the processor and spread over its cores.
//
// Built twice from the same sources: libkernels.so with -ffp-contract=off is what a device computes;
// libkernels-contracted.so with -ffp-contract=fast shows that tests notice contraction.

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "backprojector.cu"
#include "host_kernel.h"
#include "probe.cu"
#include "tracer.cu"

namespace {

// Runs one block.
using RunBlock = void (*)(const unsigned block[3], void **parameters);

struct Grid {
  RunBlock run_block;
  const unsigned *blocks, *threads;
  void **parameters;
  std::atomic<unsigned long long> next{0};
};

// Takes blocks until there are none left. In runs of a few, so that cores seldom meet at the counter.
void *work(void *argument) {
  Grid &grid = *static_cast<Grid *>(argument);
  const unsigned *n = grid.blocks;
  unsigned long long count = (unsigned long long)n[0] * n[1] * n[2];
  unsigned long long run = std::min(16ULL, std::max(1ULL, count / 64));
  gridDim = dim3(n[0], n[1], n[2]);
  for (;;) {
    unsigned long long from = grid.next.fetch_add(run);
    if (from >= count) {
      return nullptr;
    }
    for (unsigned long long i = from; i < std::min(from + run, count); i++) {
      blockIdx = {(unsigned)(i % n[0]), (unsigned)(i / n[0] % n[1]), (unsigned)(i / n[0] / n[1])};
      grid.run_block(grid.threads, grid.parameters);
    }
  }
}

void run_grid(RunBlock run_block, const unsigned *blocks, const unsigned *threads,
              void **parameters) {
  Grid grid{run_block, blocks, threads, parameters};
  unsigned long long count = (unsigned long long)blocks[0] * blocks[1] * blocks[2];
  long cores = std::max(1L, sysconf(_SC_NPROCESSORS_ONLN));
  // This thread works too.
  size_t helpers = (size_t)std::min<unsigned long long>((unsigned long long)cores, count) - 1;
  std::vector<pthread_t> threads_at_work;
  for (size_t i = 0; i < helpers; i++) {
    pthread_t thread;
    if (pthread_create(&thread, nullptr, work, &grid) == 0) {
      threads_at_work.push_back(thread);
    }
  }
  work(&grid);
  for (pthread_t thread : threads_at_work) {
    pthread_join(thread, nullptr);
  }
}

// Takes a kernel's parameter types from its own type.
template <auto Kernel>
struct Trampoline;

template <typename... Parameters, void (*Kernel)(Parameters...)>
struct Trampoline<Kernel> {
  static constexpr int count = sizeof...(Parameters);
  static constexpr size_t bytes[] = {sizeof(Parameters)...};

  template <size_t... I>
  static void call(void **parameters, std::index_sequence<I...>) {
    Kernel(*static_cast<const Parameters *>(parameters[I])...);
  }

  static void run_block(const unsigned n[3], void **parameters) {
    blockDim = dim3(n[0], n[1], n[2]);
    for (unsigned z = 0; z < n[2]; z++) {
      for (unsigned y = 0; y < n[1]; y++) {
        for (unsigned x = 0; x < n[0]; x++) {
          threadIdx = {x, y, z};
          call(parameters, std::index_sequence_for<Parameters...>{});
        }
      }
    }
  }

  static void run(const unsigned grid[3], const unsigned block[3], void **parameters) {
    run_grid(run_block, grid, block, parameters);
  }
};

}  // namespace

#define HOST_KERNEL(name)                                                                 \
  extern "C" __attribute__((visibility("default"))) const host_kernel host_kernel_##name; \
  const host_kernel host_kernel_##name = {Trampoline<name>::run, Trampoline<name>::count, \
                                          Trampoline<name>::bytes}

HOST_KERNEL(hoist);
HOST_KERNEL(trace_1);
HOST_KERNEL(trace_2);
HOST_KERNEL(trace_3);
HOST_KERNEL(trace_4);
HOST_KERNEL(trace_wide_1);
HOST_KERNEL(trace_wide_2);
HOST_KERNEL(trace_wide_3);
HOST_KERNEL(trace_wide_4);
HOST_KERNEL(arrange);
HOST_KERNEL(set_lines);
HOST_KERNEL(add_1);
HOST_KERNEL(add_2);
HOST_KERNEL(add_4);
HOST_KERNEL(lay_out);
HOST_KERNEL(probe_multiply_add);
HOST_KERNEL(probe_intrinsics);
HOST_KERNEL(probe_write);
