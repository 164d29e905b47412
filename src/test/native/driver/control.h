// What a test can set and read: a page of numbers, mapped from the file that STAND_IN_CONTROL names.
#pragma once

#include <stdbool.h>

#include "cuda_abi.h"

// The layout is that of Control.java.
struct control {
  int64_t version;

  // Settings.
  int64_t devices;
  // bytes a device
  int64_t memory;
  // as cuDriverGetVersion has it
  int64_t driver_version;
  // 1: kernels whose arithmetic is contracted
  int64_t contracted;
  // The call that fails, counted from 1; counts down to 0, which means none.
  int64_t fail_at;
  int64_t fail_code;
  // 1: all calls after that one fail too.
  int64_t sticky;
  // 1: a call that only queues work succeeds, and its work fails when it is done.
  int64_t fail_asynchronously;
  // 1: the next call begins with a driver that nothing was asked of yet; then 0 again.
  int64_t restart;

  // What happened.
  // The code that all calls return by now, or 0.
  int64_t fatal;
  int64_t calls;
  int64_t launches;
  int64_t bytes_to_device;
  int64_t bytes_to_host;
  // asynchronous copies to or from memory that is not pinned, which cannot overlap anything
  int64_t pageable_copies;
  int64_t peak_device_bytes;
  // What was not given back before its context was.
  int64_t leaked;

  // What there is now.
  int64_t device_allocations;
  int64_t device_bytes;
  int64_t pinned_allocations;
  int64_t pinned_bytes;
  int64_t streams;
  int64_t events;
  int64_t modules;
  // of primary contexts
  int64_t retains;
  // contexts on the stacks of all threads
  int64_t pushed;

  // The call that fail_at failed.
  char failed_call[64];
};

enum { CONTROL_VERSION = 1, CONTROL_BYTES = 4096 };

struct control *control(void);

// Adds to a number of the control, which other processes may map too. Returns the new number.
int64_t add(int64_t *number, int64_t by);

// Counts a call and returns what it is to fail with. `queues`: whether it only queues work.
CUresult strike(const char *call, bool queues);

// What the work that the call at hand queues is to fail with.
CUresult take_deferred_failure(void);

// Appends a line for a launch to the file that STAND_IN_LOG names, if any.
void log_launch(CUdevice device, const char *kernel);

// Whether STAND_IN_FAIL_DEVICE names this device.
bool fails_all_launches(CUdevice device);
