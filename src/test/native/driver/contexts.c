// Primary contexts, and which of them is current to a thread.

#include <string.h>

#include "stand_in.h"

enum { DEPTH = 32 };

static struct context contexts[MAX_DEVICES];

// Counts restarts: what older stacks hold is gone.
static int64_t generation;

static __thread struct {
  struct context *contexts[DEPTH];
  int depth;
  int64_t generation;
} stack;

bool has_context(void) {
  if (stack.generation != generation) {
    stack.depth = 0;
    stack.generation = generation;
  }
  return stack.depth > 0;
}

struct context *current_context(void) {
  if (!has_context()) {
    return NULL;
  }
  struct context *top = stack.contexts[stack.depth - 1];
  return top->retains > 0 ? top : NULL;
}

static struct context *context_of(CUcontext handle) {
  for (int i = 0; i < MAX_DEVICES; i++) {
    if (handle == &contexts[i]) {
      return handle->retains > 0 ? handle : NULL;
    }
  }
  return NULL;
}

// With all that is left in it; returns how much that is.
static int64_t destroy(struct context *context) {
  int64_t left = drop_streams(context) + drop_events(context) + drop_modules(context) +
                 free_device(context->device);
  add(&control()->retains, -context->retains);
  memset(context, 0, sizeof *context);
  return left;
}

void destroy_contexts(void) {
  for (int i = 0; i < MAX_DEVICES; i++) {
    if (contexts[i].retains > 0) {
      destroy(&contexts[i]);
    }
  }
  generation++;
  control()->pushed = 0;
}

API CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned flags) {
  CUresult result = begin(__func__, DRIVER);
  // How threads wait, in the lowest bits.
  if (result == CUDA_SUCCESS && (!is_device(device) || flags > 7)) {
    result = CUDA_ERROR_INVALID_VALUE;
  }
  return finish(result);
}

API CUresult cuDevicePrimaryCtxRetain(CUcontext *handle, CUdevice device) {
  CUresult result = begin(__func__, DRIVER);
  if (result == CUDA_SUCCESS && !is_device(device)) {
    result = CUDA_ERROR_INVALID_DEVICE;
  }
  if (result == CUDA_SUCCESS && handle == NULL) {
    result = CUDA_ERROR_INVALID_VALUE;
  }
  if (result == CUDA_SUCCESS) {
    struct context *context = &contexts[device];
    if (context->retains == 0) {
      context->device = device;
      context->legacy = (struct stream){.context = context, .alive = true, .blocking = true};
    }
    context->retains++;
    add(&control()->retains, 1);
    *handle = context;
  }
  return finish(result);
}

API CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  CUresult refusal = begin(__func__, DRIVER);
  CUresult result = CUDA_SUCCESS;
  if (refusal == CUDA_SUCCESS || initialized) {
    if (device < 0 || device >= MAX_DEVICES) {
      result = CUDA_ERROR_INVALID_DEVICE;
    } else if (contexts[device].retains == 0) {
      result = CUDA_ERROR_INVALID_CONTEXT;
    } else if (contexts[device].retains == 1) {
      add(&control()->leaked, destroy(&contexts[device]));
    } else {
      contexts[device].retains--;
      add(&control()->retains, -1);
    }
  }
  return finish(refusal != CUDA_SUCCESS ? refusal : result);
}

API CUresult cuCtxPushCurrent_v2(CUcontext handle) {
  CUresult result = begin(__func__, DRIVER);
  if (result == CUDA_SUCCESS) {
    if (context_of(handle) == NULL) {
      result = CUDA_ERROR_INVALID_CONTEXT;
    } else if (has_context() && stack.depth == DEPTH) {
      give_up("a thread has pushed more contexts than it popped");
    } else {
      stack.contexts[stack.depth++] = handle;
      add(&control()->pushed, 1);
    }
  }
  return finish(result);
}

API CUresult cuCtxPopCurrent_v2(CUcontext *handle) {
  CUresult refusal = begin(__func__, DRIVER);
  CUresult result = CUDA_SUCCESS;
  if (!has_context()) {
    result = CUDA_ERROR_INVALID_CONTEXT;
  } else {
    struct context *top = stack.contexts[--stack.depth];
    add(&control()->pushed, -1);
    if (handle != NULL) {
      *handle = top;
    }
  }
  return finish(refusal != CUDA_SUCCESS ? refusal : result);
}

API CUresult cuCtxSynchronize(void) {
  CUresult result = begin(__func__, CONTEXT);
  if (result == CUDA_SUCCESS) {
    run_context(current_context());
    result = current_context()->error;
  }
  return finish(result);
}
