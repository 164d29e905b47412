// Streams. Nothing that is queued happens until something waits for it.
//
// Streams are never freed, only marked dead: a handle is never given out twice, and an event can refer
// to the stream that it was recorded in.

#include <stdlib.h>

#include "stand_in.h"

static struct stream *streams;

CUresult find_stream(CUstream handle, struct context *context, struct stream **stream) {
  if (handle == NULL || handle == CU_STREAM_LEGACY) {
    *stream = &context->legacy;
    return CUDA_SUCCESS;
  }
  for (struct stream *s = streams; s != NULL; s = s->next) {
    if (s == handle && s->alive && s->context == context) {
      *stream = s;
      return CUDA_SUCCESS;
    }
  }
  return CUDA_ERROR_INVALID_HANDLE;
}

static void put(struct stream *stream, struct operation *operation) {
  if (stream->tail != NULL) {
    append(stream->tail, operation);
  } else {
    stream->head = operation;
  }
  stream->tail = operation;
  stream->queued++;
}

static void put_wait(struct stream *stream, struct stream *for_stream) {
  if (for_stream->done < for_stream->queued) {
    put(stream, new_wait(for_stream, for_stream->queued));
  }
}

// The legacy default stream waits for what all blocking streams have queued, and they for it. A stream
// that was destroyed still has its work to do.
void enqueue(struct stream *stream, struct operation *operation) {
  struct context *context = stream->context;
  if (stream == &context->legacy) {
    for (struct stream *s = streams; s != NULL; s = s->next) {
      if (s->context == context && s->blocking) {
        put_wait(stream, s);
      }
    }
  } else if (stream->blocking) {
    put_wait(stream, &context->legacy);
  }
  put(stream, operation);
}

static void step(struct stream *stream) {
  struct operation *operation = stream->head;
  stream->head = after(operation);
  if (stream->head == NULL) {
    stream->tail = NULL;
  }
  execute(operation, stream, stream->done + 1);
  stream->done++;
}

void run_to(struct stream *stream, int64_t number) {
  // Waits refer to what was queued before them: they never run in a circle.
  while (stream->done < number) {
    step(stream);
  }
}

static void run_streams(struct context *context, bool non_blocking_too) {
  for (struct stream *s = streams; s != NULL; s = s->next) {
    if (s->context == context && (s->blocking || non_blocking_too)) {
      run_to(s, s->queued);
    }
  }
  run_to(&context->legacy, context->legacy.queued);
}

void run_stream(struct stream *stream) {
  if (stream == &stream->context->legacy) {
    run_streams(stream->context, false);
  } else {
    run_to(stream, stream->queued);
  }
}

void run_context(struct context *context) { run_streams(context, true); }

static void drop_queue(struct stream *stream) {
  while (stream->head != NULL) {
    struct operation *operation = stream->head;
    stream->head = after(operation);
    discard(operation);
  }
  stream->tail = NULL;
  stream->done = stream->queued;
}

int64_t drop_streams(struct context *context) {
  int64_t alive = 0;
  drop_queue(&context->legacy);
  for (struct stream *s = streams; s != NULL; s = s->next) {
    if (s->context == context) {
      drop_queue(s);
      alive += s->alive;
      s->alive = false;
      s->context = NULL;
    }
  }
  add(&control()->streams, -alive);
  return alive;
}

API CUresult cuStreamCreate(CUstream *handle, unsigned flags) {
  CUresult result = begin(__func__, CONTEXT);
  if (result == CUDA_SUCCESS && (handle == NULL || flags > CU_STREAM_NON_BLOCKING)) {
    result = CUDA_ERROR_INVALID_VALUE;
  }
  if (result == CUDA_SUCCESS) {
    struct stream *stream = malloc(sizeof *stream);
    *stream = (struct stream){.next = streams,
                              .context = current_context(),
                              .alive = true,
                              .blocking = flags != CU_STREAM_NON_BLOCKING};
    streams = stream;
    add(&control()->streams, 1);
    *handle = stream;
  }
  return finish(result);
}

// Waits for nothing, as documented: what the stream still has to do is done some time later.
API CUresult cuStreamDestroy_v2(CUstream handle) {
  CUresult refusal = begin(__func__, CONTEXT);
  CUresult result = CUDA_SUCCESS;
  if (gives_back(refusal)) {
    struct stream *stream;
    result = find_stream(handle, current_context(), &stream);
    if (result == CUDA_SUCCESS && stream == &stream->context->legacy) {
      result = CUDA_ERROR_INVALID_HANDLE;
    }
    if (result == CUDA_SUCCESS) {
      stream->alive = false;
      add(&control()->streams, -1);
    }
  }
  return finish(refusal != CUDA_SUCCESS ? refusal : result);
}

API CUresult cuStreamSynchronize(CUstream handle) {
  struct stream *stream;
  CUresult result = begin(__func__, CONTEXT);
  if (result == CUDA_SUCCESS) {
    result = find_stream(handle, current_context(), &stream);
  }
  if (result == CUDA_SUCCESS) {
    run_stream(stream);
    result = current_context()->error;
  }
  return finish(result);
}

// Each query lets the stream take one step, so that a loop of them ends.
API CUresult cuStreamQuery(CUstream handle) {
  struct stream *stream;
  CUresult result = begin(__func__, CONTEXT);
  if (result == CUDA_SUCCESS) {
    result = find_stream(handle, current_context(), &stream);
  }
  if (result == CUDA_SUCCESS && stream->done < stream->queued) {
    run_to(stream, stream->done + 1);
    result = current_context()->error;
    if (result == CUDA_SUCCESS) {
      result = CUDA_ERROR_NOT_READY;
    }
  }
  return finish(result);
}

API CUresult cuStreamWaitEvent(CUstream handle, CUevent event, unsigned flags) {
  struct stream *stream;
  struct stream *recorded_in;
  int64_t number;
  CUresult result = begin(__func__, CONTEXT);
  if (result == CUDA_SUCCESS && flags > 1) {
    result = CUDA_ERROR_INVALID_VALUE;
  }
  if (result == CUDA_SUCCESS) {
    result = find_stream(handle, current_context(), &stream);
  }
  if (result == CUDA_SUCCESS) {
    result = find_event(event, current_context(), &recorded_in, &number);
  }
  if (result == CUDA_SUCCESS && recorded_in != NULL) {
    enqueue(stream, new_wait(recorded_in, number));
  }
  return finish(result);
}
