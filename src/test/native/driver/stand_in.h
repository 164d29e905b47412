// A stand-in for the CUDA driver, for machines without a GPU: kernels run on the processor.
//
// It is stricter than any driver where a driver is lenient. What was queued is done when something
// waits for it and not before, so that a forgotten wait gives wrong data every time and not once in a
// thousand; an address is never given out twice; whatever leaves its allocation is caught.
//
// All state lies under one lock, which begin() takes and finish() gives back; kernels run under it.
#pragma once

#include <stdbool.h>

#include "../host_kernel.h"
#include "control.h"
#include "cuda_abi.h"

enum { MAX_DEVICES = 8 };

struct operation;

struct stream {
  struct stream *next;
  struct context *context;
  bool alive, blocking;
  // Work not done yet, oldest first.
  struct operation *head, *tail;
  // Numbers of the operation queued last and of the one done last.
  int64_t queued, done;
};

// The primary context of a device; there are no others.
struct context {
  CUdevice device;
  int retains;
  // What its work failed with: all that is asked of it from then on fails likewise.
  CUresult error;
  // The legacy default stream.
  struct stream legacy;
};

// One launch of a kernel; freed by its operation.
struct launch {
  const struct host_kernel *kernel;
  const char *name;
  unsigned grid[3], block[3];
  // pointers to copies of the parameters, with the copies behind them
  void **parameters;
};

// --- calls.c: the beginning and the end of every call

// What a call needs before it can do anything.
enum need { NOTHING, DRIVER, CONTEXT, CONTEXT_TO_QUEUE };

// Takes the lock and returns what stands in the way of the call. finish() must follow.
CUresult begin(const char *call, enum need need);

// Gives the lock back and returns `result`.
CUresult finish(CUresult result);

// Whether a call that gives something back is to do so though begin() returned `refusal`. A driver
// tells of earlier failures in any call; what was given back is gone all the same, and what a program
// forgot to give back can be counted after a failure too.
bool gives_back(CUresult refusal);

// Ends the process with a message: the stand-in itself cannot go on.
__attribute__((noreturn, format(printf, 1, 2))) void give_up(const char *format, ...);

// --- devices.c

extern bool initialized;

// Whether the device is there.
bool is_device(CUdevice device);

// As nvidia-smi has it: 0000:D0:00.0
void format_bus_id(CUdevice device, char *text, size_t size);

// --- contexts.c

// The context that is current to this thread and alive, or null.
struct context *current_context(void);

// Whether this thread has any context on its stack, be it destroyed.
bool has_context(void);

// Destroys all contexts and takes them off the stacks of all threads.
void destroy_contexts(void);

// --- memory.c

// Whether all of these bytes lie in one live allocation on the device.
bool on_device(CUdeviceptr address, size_t bytes, CUdevice device);

// Where bytes in host memory lie. BROKEN: they are not all mapped, leave a pinned allocation, or are a
// device's.
enum host_memory { BROKEN, PAGEABLE, PINNED };
enum host_memory host_memory(const void *address, size_t bytes);

// Lets kernels reach the memory of this device alone, or that of all again.
void enter_device(CUdevice device);
void leave_device(CUdevice device);

// Frees what is left on a device; returns how many allocations.
int64_t free_device(CUdevice device);

// Frees all pinned memory.
void free_pinned(void);

// --- streams.c

// Finds the stream of this handle in the context, or says why there is none.
CUresult find_stream(CUstream handle, struct context *context, struct stream **stream);

// Queues an operation, which the stream then owns.
void enqueue(struct stream *stream, struct operation *operation);

// Does what was queued up to this number, and all that it waits for. Failures are the context's.
void run_to(struct stream *stream, int64_t number);

// Does all that a wait for this stream waits for.
void run_stream(struct stream *stream);

// Does all that was queued in the context.
void run_context(struct context *context);

// Forgets what was queued and all streams of the context; returns how many streams were alive.
int64_t drop_streams(struct context *context);

// --- operations.c

struct operation *new_copy(void *to, const void *from, size_t bytes, int64_t *counter);
// A copy from memory that the operation owns.
struct operation *new_staged_copy(void *to, void *staging, size_t bytes, int64_t *counter);
struct operation *new_fill(void *to, uint32_t value, size_t value_bytes, size_t count);
struct operation *new_launch(struct launch launch);
struct operation *new_record(struct event *event);
// Waits for what `stream` had queued up to `number`.
struct operation *new_wait(struct stream *stream, int64_t number);

// Links of the queue.
struct operation *after(struct operation *operation);
void append(struct operation *operation, struct operation *next);

// Does the operation, unless its context has failed, and frees it.
void execute(struct operation *operation, struct stream *stream, int64_t number);
void discard(struct operation *operation);

// --- events.c

// The record of an event with this number in its stream was reached.
void reach_event(struct event *event, struct stream *stream, int64_t number);

// Finds where the event was recorded last; a null stream if nowhere.
CUresult find_event(CUevent handle, struct context *context, struct stream **stream,
                    int64_t *number);

int64_t drop_events(struct context *context);

// --- modules.c

int64_t drop_modules(struct context *context);

// --- ptx.c

// What stands in the way of loading this text, a PTX module.
CUresult check_ptx(const char *text, int64_t driver_version);

// Whether the module has this kernel.
bool has_entry(const char *text, const char *kernel);

// The bytes that the module declares for a parameter of a kernel that is a struct, or 0.
size_t parameter_bytes(const char *text, const char *kernel, int index);
