#include "control.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stand_in.h"

static struct control *mapped;
static CUresult deferred;

static int64_t setting(const char *variable, int64_t otherwise) {
  const char *text = getenv(variable);
  return text != NULL && *text != 0 ? strtoll(text, NULL, 10) : otherwise;
}

static void set_defaults(struct control *c) {
  c->version = CONTROL_VERSION;
  c->devices = setting("STAND_IN_DEVICES", 2);
  c->memory = setting("STAND_IN_MEMORY", 512LL << 20);
  c->driver_version = 12060;
}

static struct control *map_control(void) {
  static union {
    struct control control;
    char page[CONTROL_BYTES];
  } own;
  const char *path = getenv("STAND_IN_CONTROL");
  if (path == NULL || *path == 0) {
    set_defaults(&own.control);
    return &own.control;
  }
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  struct stat status;
  void *page = MAP_FAILED;
  if (file >= 0 && fstat(file, &status) == 0 &&
      (status.st_size >= CONTROL_BYTES || ftruncate(file, CONTROL_BYTES) == 0)) {
    page = mmap(NULL, CONTROL_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  }
  if (file >= 0) {
    close(file);
  }
  // A test that sets what nobody reads would prove nothing.
  if (page == MAP_FAILED) {
    give_up("cannot map STAND_IN_CONTROL=%s", path);
  }
  struct control *c = page;
  if (c->version == 0) {
    set_defaults(c);
  }
  if (c->version != CONTROL_VERSION) {
    give_up("%s has another layout", path);
  }
  return c;
}

struct control *control(void) {
  if (mapped == NULL) {
    mapped = map_control();
  }
  return mapped;
}

int64_t add(int64_t *number, int64_t by) {
  return __atomic_add_fetch(number, by, __ATOMIC_SEQ_CST);
}

CUresult strike(const char *call, bool queues) {
  struct control *c = control();
  add(&c->calls, 1);
  deferred = CUDA_SUCCESS;
  if (c->fatal != 0) {
    return (CUresult)c->fatal;
  }
  if (c->fail_at <= 0 || add(&c->fail_at, -1) != 0) {
    return CUDA_SUCCESS;
  }
  snprintf(c->failed_call, sizeof c->failed_call, "%s", call);
  if (queues && c->fail_asynchronously) {
    deferred = (CUresult)c->fail_code;
    return CUDA_SUCCESS;
  }
  if (c->sticky) {
    c->fatal = c->fail_code;
  }
  return (CUresult)c->fail_code;
}

CUresult take_deferred_failure(void) {
  CUresult failure = deferred;
  deferred = CUDA_SUCCESS;
  return failure;
}

void log_launch(CUdevice device, const char *kernel) {
  const char *path = getenv("STAND_IN_LOG");
  if (path == NULL || *path == 0) {
    return;
  }
  char bus_id[16];
  char line[256];
  format_bus_id(device, bus_id, sizeof bus_id);
  int length = snprintf(line, sizeof line, "%d %s %s\n", (int)getpid(), bus_id, kernel);
  int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  // One write, so that the lines of several processes do not mix.
  if (file < 0 || write(file, line, (size_t)length) != length) {
    give_up("cannot append to STAND_IN_LOG=%s", path);
  }
  close(file);
}

bool fails_all_launches(CUdevice device) { return setting("STAND_IN_FAIL_DEVICE", -1) == device; }
