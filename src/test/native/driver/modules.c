// Modules, their kernels, and launches. A module's PTX is only checked; what runs is the kernel of the
// same name in a library beside this one.

// For dladdr.
#define _GNU_SOURCE

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stand_in.h"

struct function {
  struct function *next;
  const struct host_kernel *kernel;
  char name[];
};

struct module {
  struct module *next;
  struct context *context;
  bool alive;
  char *ptx;
  struct function *functions;
};

// Never freed, only marked dead, so that a handle is never given out twice.
static struct module *modules;

static const struct host_kernel *load_kernel(const char *name) {
  Dl_info self;
  char text[4096];
  if (dladdr((void *)load_kernel, &self) == 0) {
    give_up("cannot tell where the library lies");
  }
  const char *slash = strrchr(self.dli_fname, '/');
  snprintf(text, sizeof text, "%.*s/%s", slash != NULL ? (int)(slash - self.dli_fname) : 1,
           slash != NULL ? self.dli_fname : ".",
           control()->contracted ? "libkernels-contracted.so" : "libkernels.so");
  void *library = dlopen(text, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    give_up("%s", dlerror());
  }
  snprintf(text, sizeof text, "host_kernel_%s", name);
  const struct host_kernel *kernel = dlsym(library, text);
  if (kernel == NULL) {
    give_up("host_kernels.cpp has no HOST_KERNEL(%s)", name);
  }
  return kernel;
}

static CUresult find_module(CUmodule handle, struct context *context) {
  for (struct module *m = modules; m != NULL; m = m->next) {
    if (m == handle) {
      return m->alive && m->context == context ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    }
  }
  return CUDA_ERROR_INVALID_HANDLE;
}

static CUresult find_function(CUfunction handle, struct context *context) {
  for (struct module *m = modules; m != NULL; m = m->next) {
    for (struct function *f = m->functions; f != NULL; f = f->next) {
      if (f == handle) {
        return find_module(m, context);
      }
    }
  }
  return CUDA_ERROR_INVALID_HANDLE;
}

int64_t drop_modules(struct context *context) {
  int64_t alive = 0;
  for (struct module *m = modules; m != NULL; m = m->next) {
    if (m->context == context) {
      alive += m->alive;
      m->alive = false;
      m->context = NULL;
    }
  }
  add(&control()->modules, -alive);
  return alive;
}

API CUresult cuModuleLoadData(CUmodule *handle, const void *image) {
  CUresult result = begin(__func__, CONTEXT);
  if (result == CUDA_SUCCESS) {
    result = handle == NULL || image == NULL ? CUDA_ERROR_INVALID_VALUE
                                             : check_ptx(image, control()->driver_version);
  }
  if (result == CUDA_SUCCESS) {
    struct module *module = malloc(sizeof *module);
    *module = (struct module){
        .next = modules, .context = current_context(), .alive = true, .ptx = strdup(image)};
    modules = module;
    add(&control()->modules, 1);
    *handle = module;
  }
  return finish(result);
}

API CUresult cuModuleUnload(CUmodule handle) {
  CUresult refusal = begin(__func__, CONTEXT);
  CUresult result = CUDA_SUCCESS;
  if (gives_back(refusal)) {
    // Its kernels may still be queued.
    run_context(current_context());
    result = find_module(handle, current_context());
    if (result == CUDA_SUCCESS) {
      handle->alive = false;
      add(&control()->modules, -1);
      result = current_context()->error;
    }
  }
  return finish(refusal != CUDA_SUCCESS ? refusal : result);
}

// PTX and library are compiled from one source; parameters of another size betray an old PTX.
static void check_parameters(const struct module *module, const struct function *function) {
  for (int i = 0; i < function->kernel->parameter_count; i++) {
    size_t in_ptx = parameter_bytes(module->ptx, function->name, i);
    size_t here = function->kernel->parameter_bytes[i];
    if (in_ptx != 0 && in_ptx != here) {
      give_up("parameter %d of %s has %zu bytes in the PTX and %zu in its source", i,
              function->name, in_ptx, here);
    }
  }
}

API CUresult cuModuleGetFunction(CUfunction *handle, CUmodule module, const char *name) {
  CUresult result = begin(__func__, CONTEXT);
  if (result == CUDA_SUCCESS) {
    result = handle == NULL || name == NULL ? CUDA_ERROR_INVALID_VALUE
                                            : find_module(module, current_context());
  }
  if (result == CUDA_SUCCESS && !has_entry(module->ptx, name)) {
    result = CUDA_ERROR_NOT_FOUND;
  }
  if (result == CUDA_SUCCESS) {
    size_t length = strlen(name);
    struct function *function = malloc(sizeof *function + length + 1);
    function->next = module->functions;
    function->kernel = load_kernel(name);
    memcpy(function->name, name, length + 1);
    check_parameters(module, function);
    module->functions = function;
    *handle = function;
  }
  return finish(result);
}

// Copies what the parameters point to: the caller may change it as soon as the launch is queued.
static void **copy_parameters(const struct host_kernel *kernel, void **parameters) {
  const size_t alignment = 16;
  size_t size = ((size_t)kernel->parameter_count * sizeof(void *) + alignment - 1) / alignment *
                alignment;
  size_t offset = size;
  for (int i = 0; i < kernel->parameter_count; i++) {
    size += (kernel->parameter_bytes[i] + alignment - 1) / alignment * alignment;
  }
  char *copy = malloc(size > 0 ? size : 1);
  void **pointers = (void **)copy;
  for (int i = 0; i < kernel->parameter_count; i++) {
    pointers[i] = memcpy(copy + offset, parameters[i], kernel->parameter_bytes[i]);
    offset += (kernel->parameter_bytes[i] + alignment - 1) / alignment * alignment;
  }
  return pointers;
}

static bool is_launchable(const unsigned grid[3], const unsigned block[3], unsigned shared_bytes) {
  return grid[0] > 0 && grid[0] <= 2147483647 && grid[1] > 0 && grid[1] <= 65535 && grid[2] > 0 &&
         grid[2] <= 65535 && block[0] > 0 && block[0] <= 1024 && block[1] > 0 && block[1] <= 1024 &&
         block[2] > 0 && block[2] <= 64 && block[0] * block[1] * block[2] <= 1024 &&
         shared_bytes <= 48 << 10;
}

API CUresult cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z,
                            unsigned block_x, unsigned block_y, unsigned block_z,
                            unsigned shared_bytes, CUstream stream_handle, void **parameters,
                            void **extra) {
  struct launch launch = {.grid = {grid_x, grid_y, grid_z}, .block = {block_x, block_y, block_z}};
  struct stream *stream;
  CUresult result = begin(__func__, CONTEXT_TO_QUEUE);
  if (result == CUDA_SUCCESS) {
    result = find_function(function, current_context());
  }
  if (result == CUDA_SUCCESS) {
    result = find_stream(stream_handle, current_context(), &stream);
  }
  if (result == CUDA_SUCCESS &&
      (!is_launchable(launch.grid, launch.block, shared_bytes) || extra != NULL ||
       (parameters == NULL && function->kernel->parameter_count > 0))) {
    result = CUDA_ERROR_INVALID_VALUE;
  }
  if (result == CUDA_SUCCESS) {
    launch.kernel = function->kernel;
    launch.name = function->name;
    launch.parameters = copy_parameters(function->kernel, parameters);
    enqueue(stream, new_launch(launch));
  }
  return finish(result);
}
