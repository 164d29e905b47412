// Copies between host and device, and fills.

#include <stdlib.h>
#include <string.h>

#include "stand_in.h"

static char *pointer(CUdeviceptr address) { return (char *)(uintptr_t)address; }

// What is wrong with the ends of a copy. `memory` tells where the host's end lies.
static CUresult check_ends(CUdeviceptr device, const void *host, size_t bytes,
                           enum host_memory *memory) {
  *memory = host_memory(host, bytes);
  // A driver reaches the memory of other devices too; nothing here means to.
  return *memory != BROKEN && on_device(device, bytes, current_context()->device)
             ? CUDA_SUCCESS
             : CUDA_ERROR_INVALID_VALUE;
}

// A copy on the legacy default stream: waits for it and all streams that it orders.
static CUresult copy_now(const char *call, CUdeviceptr device, const void *host, size_t bytes,
                         bool to_device) {
  CUresult result = begin(call, CONTEXT);
  if (result != CUDA_SUCCESS || bytes == 0) {
    return finish(result);
  }
  enum host_memory memory;
  result = check_ends(device, host, bytes, &memory);
  if (result == CUDA_SUCCESS) {
    struct context *context = current_context();
    run_stream(&context->legacy);
    result = context->error;
    if (result == CUDA_SUCCESS && to_device) {
      memcpy(pointer(device), host, bytes);
      add(&control()->bytes_to_device, (int64_t)bytes);
    } else if (result == CUDA_SUCCESS) {
      memcpy((void *)host, pointer(device), bytes);
      add(&control()->bytes_to_host, (int64_t)bytes);
    }
  }
  return finish(result);
}

API CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, size_t bytes) {
  return copy_now(__func__, to, from, bytes, true);
}

API CUresult cuMemcpyDtoH_v2(void *to, CUdeviceptr from, size_t bytes) {
  return copy_now(__func__, from, to, bytes, false);
}

// begin() for work that is queued in a stream.
static CUresult begin_queued(const char *call, CUstream handle, struct stream **stream) {
  CUresult result = begin(call, CONTEXT_TO_QUEUE);
  return result == CUDA_SUCCESS ? find_stream(handle, current_context(), stream) : result;
}

API CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, CUstream handle) {
  struct stream *stream;
  CUresult result = begin_queued(__func__, handle, &stream);
  if (result != CUDA_SUCCESS || bytes == 0) {
    return finish(result);
  }
  enum host_memory memory;
  result = check_ends(to, from, bytes, &memory);
  if (result == CUDA_SUCCESS) {
    int64_t *counter = &control()->bytes_to_device;
    if (memory == PINNED) {
      enqueue(stream, new_copy(pointer(to), from, bytes, counter));
    } else {
      // As documented: from memory that is not pinned the bytes are taken before the call returns.
      add(&control()->pageable_copies, 1);
      void *staging = malloc(bytes);
      memcpy(staging, from, bytes);
      enqueue(stream, new_staged_copy(pointer(to), staging, bytes, counter));
    }
  }
  return finish(result);
}

API CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, CUstream handle) {
  struct stream *stream;
  CUresult result = begin_queued(__func__, handle, &stream);
  if (result != CUDA_SUCCESS || bytes == 0) {
    return finish(result);
  }
  enum host_memory memory;
  result = check_ends(from, to, bytes, &memory);
  if (result == CUDA_SUCCESS) {
    enqueue(stream, new_copy(to, pointer(from), bytes, &control()->bytes_to_host));
    if (memory == PAGEABLE) {
      // As documented: to memory that is not pinned the call returns when the copy is done.
      add(&control()->pageable_copies, 1);
      run_to(stream, stream->queued);
      result = current_context()->error;
    }
  }
  return finish(result);
}

static CUresult fill(const char *call, CUdeviceptr to, uint32_t value, size_t value_bytes,
                     size_t count, CUstream handle) {
  struct stream *stream;
  CUresult result = begin_queued(call, handle, &stream);
  if (result != CUDA_SUCCESS || count == 0) {
    return finish(result);
  }
  if (count > SIZE_MAX / value_bytes || to % value_bytes != 0 ||
      !on_device(to, count * value_bytes, current_context()->device)) {
    result = CUDA_ERROR_INVALID_VALUE;
  } else {
    enqueue(stream, new_fill(pointer(to), value, value_bytes, count));
  }
  return finish(result);
}

API CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char value, size_t count, CUstream stream) {
  return fill(__func__, to, value, 1, count, stream);
}

API CUresult cuMemsetD32Async(CUdeviceptr to, unsigned value, size_t count, CUstream stream) {
  return fill(__func__, to, value, 4, count, stream);
}
