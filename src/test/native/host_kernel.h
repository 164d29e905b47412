// What host_kernels.cpp exports for each kernel, under the name host_kernel_<name of the kernel>.
#pragma once

#include <stddef.h>

struct host_kernel {
  // Runs all threads of a grid and returns when the last is done. Sizes are x, y, z; parameters is as
  // for cuLaunchKernel.
  void (*run)(const unsigned grid[3], const unsigned block[3], void **parameters);
  int parameter_count;
  // sizeof each parameter
  const size_t *parameter_bytes;
};
