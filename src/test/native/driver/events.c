// Events. Like streams, they are never freed, only marked dead.

#include <stdlib.h>
#include <time.h>

#include "stand_in.h"

struct event {
  struct event *next;
  struct context *context;
  bool alive, timed;
  // Where it was recorded last, or null, and which operation that is.
  struct stream *stream;
  int64_t number;
  int64_t nanoseconds;
};

static struct event *events;

static CUresult find(CUevent handle, struct context *context) {
  for (struct event *e = events; e != NULL; e = e->next) {
    if (e == handle) {
      return e->alive && e->context == context ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    }
  }
  return CUDA_ERROR_INVALID_HANDLE;
}

static bool is_reached(const struct event *e) {
  return e->stream == NULL || e->stream->done >= e->number;
}

void reach_event(struct event *event, struct stream *stream, int64_t number) {
  // It may have been recorded again since.
  if (event->stream == stream && event->number == number) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    event->nanoseconds = now.tv_sec * 1000000000LL + now.tv_nsec;
  }
}

CUresult find_event(CUevent handle, struct context *context, struct stream **stream,
                    int64_t *number) {
  CUresult result = find(handle, context);
  if (result == CUDA_SUCCESS) {
    *stream = handle->stream;
    *number = handle->number;
  }
  return result;
}

int64_t drop_events(struct context *context) {
  int64_t alive = 0;
  for (struct event *e = events; e != NULL; e = e->next) {
    if (e->context == context) {
      alive += e->alive;
      e->alive = false;
      e->context = NULL;
    }
  }
  add(&control()->events, -alive);
  return alive;
}

// begin() for calls about an event.
static CUresult begin_about(const char *call, enum need need, CUevent handle) {
  CUresult result = begin(call, need);
  return result == CUDA_SUCCESS ? find(handle, current_context()) : result;
}

API CUresult cuEventCreate(CUevent *handle, unsigned flags) {
  CUresult result = begin(__func__, CONTEXT);
  const unsigned known = CU_EVENT_BLOCKING_SYNC | CU_EVENT_DISABLE_TIMING | CU_EVENT_INTERPROCESS;
  if (result == CUDA_SUCCESS &&
      (handle == NULL || (flags & ~known) != 0 ||
       ((flags & CU_EVENT_INTERPROCESS) != 0 && (flags & CU_EVENT_DISABLE_TIMING) == 0))) {
    result = CUDA_ERROR_INVALID_VALUE;
  }
  if (result == CUDA_SUCCESS) {
    struct event *event = malloc(sizeof *event);
    *event = (struct event){.next = events,
                            .context = current_context(),
                            .alive = true,
                            .timed = (flags & CU_EVENT_DISABLE_TIMING) == 0};
    events = event;
    add(&control()->events, 1);
    *handle = event;
  }
  return finish(result);
}

API CUresult cuEventDestroy_v2(CUevent handle) {
  CUresult refusal = begin(__func__, CONTEXT);
  CUresult result = CUDA_SUCCESS;
  if (gives_back(refusal)) {
    result = find(handle, current_context());
    if (result == CUDA_SUCCESS) {
      handle->alive = false;
      add(&control()->events, -1);
    }
  }
  return finish(refusal != CUDA_SUCCESS ? refusal : result);
}

API CUresult cuEventRecord(CUevent handle, CUstream stream_handle) {
  struct stream *stream;
  CUresult result = begin_about(__func__, CONTEXT_TO_QUEUE, handle);
  if (result == CUDA_SUCCESS) {
    result = find_stream(stream_handle, current_context(), &stream);
  }
  if (result == CUDA_SUCCESS) {
    enqueue(stream, new_record(handle));
    handle->stream = stream;
    handle->number = stream->queued;
  }
  return finish(result);
}

API CUresult cuEventSynchronize(CUevent handle) {
  CUresult result = begin_about(__func__, CONTEXT, handle);
  if (result == CUDA_SUCCESS && handle->stream != NULL) {
    run_to(handle->stream, handle->number);
    result = current_context()->error;
  }
  return finish(result);
}

// Each query lets the stream take one step, so that a loop of them ends.
API CUresult cuEventQuery(CUevent handle) {
  CUresult result = begin_about(__func__, CONTEXT, handle);
  if (result == CUDA_SUCCESS && !is_reached(handle)) {
    run_to(handle->stream, handle->stream->done + 1);
    result = current_context()->error;
    if (result == CUDA_SUCCESS) {
      result = CUDA_ERROR_NOT_READY;
    }
  }
  return finish(result);
}

API CUresult cuEventElapsedTime(float *milliseconds, CUevent start, CUevent end) {
  CUresult result = begin_about(__func__, CONTEXT, start);
  if (result == CUDA_SUCCESS) {
    result = find(end, current_context());
  }
  if (result == CUDA_SUCCESS) {
    if (!start->timed || !end->timed || start->stream == NULL || end->stream == NULL) {
      result = CUDA_ERROR_INVALID_HANDLE;
    } else if (!is_reached(start) || !is_reached(end)) {
      result = CUDA_ERROR_NOT_READY;
    } else {
      *milliseconds = (float)((double)(end->nanoseconds - start->nanoseconds) / 1e6);
    }
  }
  return finish(result);
}
