// What waits in a stream's queue.

#include <stdlib.h>
#include <string.h>

#include "stand_in.h"

enum kind { COPY, FILL, LAUNCH, RECORD, WAIT };

struct operation {
  struct operation *next;
  enum kind kind;
  // What it is to fail with.
  CUresult failure;
  union {
    struct {
      void *to;
      const void *from;
      size_t bytes;
      // What to free afterwards, or null.
      void *staging;
      int64_t *counter;
    } copy;
    struct {
      void *to;
      uint32_t value;
      size_t value_bytes, count;
    } fill;
    struct launch launch;
    struct event *event;
    struct {
      struct stream *stream;
      int64_t number;
    } wait;
  };
};

static struct operation *new_operation(struct operation values) {
  struct operation *operation = malloc(sizeof *operation);
  *operation = values;
  return operation;
}

// Only what a call itself asked for fails in its name, not the waits that come with it.
static struct operation *new_asked(struct operation values) {
  values.failure = take_deferred_failure();
  return new_operation(values);
}

struct operation *new_copy(void *to, const void *from, size_t bytes, int64_t *counter) {
  return new_asked((struct operation){.kind = COPY, .copy = {to, from, bytes, NULL, counter}});
}

struct operation *new_staged_copy(void *to, void *staging, size_t bytes, int64_t *counter) {
  return new_asked((struct operation){.kind = COPY, .copy = {to, staging, bytes, staging, counter}});
}

struct operation *new_fill(void *to, uint32_t value, size_t value_bytes, size_t count) {
  return new_asked((struct operation){.kind = FILL, .fill = {to, value, value_bytes, count}});
}

struct operation *new_launch(struct launch launch) {
  return new_asked((struct operation){.kind = LAUNCH, .launch = launch});
}

struct operation *new_record(struct event *event) {
  return new_asked((struct operation){.kind = RECORD, .event = event});
}

struct operation *new_wait(struct stream *stream, int64_t number) {
  return new_operation((struct operation){.kind = WAIT, .wait = {stream, number}});
}

struct operation *after(struct operation *operation) { return operation->next; }

void append(struct operation *operation, struct operation *next) { operation->next = next; }

static void run_fill(const struct operation *o) {
  char *to = o->fill.to;
  if (o->fill.value_bytes == 1) {
    memset(to, (int)o->fill.value, o->fill.count);
    return;
  }
  for (size_t i = 0; i < o->fill.count; i++) {
    memcpy(to + 4 * i, &o->fill.value, 4);
  }
}

static CUresult run_launch(const struct launch *launch, CUdevice device) {
  log_launch(device, launch->name);
  add(&control()->launches, 1);
  if (fails_all_launches(device)) {
    return CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  enter_device(device);
  launch->kernel->run(launch->grid, launch->block, launch->parameters);
  leave_device(device);
  return CUDA_SUCCESS;
}

static CUresult run(struct operation *o, struct stream *stream) {
  switch (o->kind) {
    case COPY:
      memcpy(o->copy.to, o->copy.from, o->copy.bytes);
      add(o->copy.counter, (int64_t)o->copy.bytes);
      return CUDA_SUCCESS;
    case FILL:
      run_fill(o);
      return CUDA_SUCCESS;
    case LAUNCH:
      return run_launch(&o->launch, stream->context->device);
    case WAIT:
      run_to(o->wait.stream, o->wait.number);
      return CUDA_SUCCESS;
    case RECORD:
      return CUDA_SUCCESS;
  }
  return CUDA_SUCCESS;
}

void execute(struct operation *o, struct stream *stream, int64_t number) {
  struct context *context = stream->context;
  if (context->error == CUDA_SUCCESS) {
    CUresult failure = o->failure != CUDA_SUCCESS ? o->failure : run(o, stream);
    if (failure != CUDA_SUCCESS) {
      context->error = failure;
      if (o->failure != CUDA_SUCCESS && control()->sticky) {
        control()->fatal = failure;
      }
    }
  }
  if (o->kind == RECORD) {
    reach_event(o->event, stream, number);
  }
  discard(o);
}

void discard(struct operation *o) {
  if (o->kind == COPY) {
    free(o->copy.staging);
  } else if (o->kind == LAUNCH) {
    free(o->launch.parameters);
  }
  free(o);
}
