// Memory of the devices, and pinned memory of the host.
//
// Each device has a range of addresses of its own, and so has pinned memory. An allocation ends right
// before a page that cannot be touched, and no address is given out twice: a kernel that runs past an
// allocation or into a freed one ends the process with SIGSEGV. Fresh memory holds NaNs. The bytes that
// alignment leaves around an allocation are looked at when it is freed.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "stand_in.h"

enum { PAGE = 4096, ALIGNMENT = 256, FRESH = 0xFF };

// The room of pinned memory, after those of the devices.
enum { HOST = MAX_DEVICES, ROOMS };

static const size_t ROOM_BYTES = (size_t)1 << 40;

static struct {
  // null until it is needed
  char *begin;
  // Nothing was given out from here on.
  char *fresh;
  size_t used;
} rooms[ROOMS];

struct allocation {
  struct allocation *next;
  int room;
  char *address;
  size_t bytes;
  char *pages;
  size_t page_bytes;
};

static struct allocation *allocations;

static size_t round_up(size_t bytes, size_t to) { return (bytes + to - 1) / to * to; }

static bool open_room(int room) {
  if (rooms[room].begin == NULL) {
    void *begin = mmap(NULL, ROOM_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (begin == MAP_FAILED) {
      return false;
    }
    rooms[room].begin = begin;
    rooms[room].fresh = rooms[room].begin + PAGE;
  }
  return true;
}

static void count(const struct allocation *a, int sign) {
  struct control *c = control();
  int64_t bytes = sign * (int64_t)a->bytes;
  if (a->room == HOST) {
    add(&c->pinned_allocations, sign);
    add(&c->pinned_bytes, bytes);
    return;
  }
  add(&c->device_allocations, sign);
  int64_t now = add(&c->device_bytes, bytes);
  if (sign > 0 && now > c->peak_device_bytes) {
    c->peak_device_bytes = now;
  }
}

static CUresult allocate(int room, size_t bytes, char **address) {
  if (bytes == 0 || address == NULL) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  size_t limit = room == HOST ? ROOM_BYTES : (size_t)control()->memory;
  if (bytes > limit || rooms[room].used + round_up(bytes, ALIGNMENT) > limit || !open_room(room)) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  size_t aligned = round_up(bytes, ALIGNMENT);
  size_t page_bytes = round_up(aligned, PAGE);
  char *pages = rooms[room].fresh;
  size_t left = (size_t)(rooms[room].begin + ROOM_BYTES - pages);
  if (page_bytes + PAGE > left || mprotect(pages, page_bytes, PROT_READ | PROT_WRITE) != 0) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  rooms[room].fresh = pages + page_bytes + PAGE;
  rooms[room].used += aligned;
  memset(pages, FRESH, page_bytes);
  struct allocation *a = malloc(sizeof *a);
  *a = (struct allocation){.next = allocations,
                           .room = room,
                           .address = pages + (page_bytes - aligned),
                           .bytes = bytes,
                           .pages = pages,
                           .page_bytes = page_bytes};
  allocations = a;
  count(a, 1);
  *address = a->address;
  return CUDA_SUCCESS;
}

static bool is_fresh(const char *from, const char *to) {
  while (from < to && *from == (char)FRESH) {
    from++;
  }
  return from == to;
}

// Frees the allocation that `link` points to.
static CUresult release(struct allocation **link) {
  struct allocation *a = *link;
  CUresult result = CUDA_SUCCESS;
  if (!is_fresh(a->pages, a->address) ||
      !is_fresh(a->address + a->bytes, a->pages + a->page_bytes)) {
    fprintf(stderr, "stand-in for CUDA: something wrote around an allocation of %zu bytes\n",
            a->bytes);
    result = CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  // Not only out of reach: the pages go back.
  if (mmap(a->pages, a->page_bytes, PROT_NONE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED) {
    give_up("cannot unmap memory");
  }
  rooms[a->room].used -= round_up(a->bytes, ALIGNMENT);
  count(a, -1);
  *link = a->next;
  free(a);
  return result;
}

// Where the pointer to the allocation that begins here is, or null.
static struct allocation **link_to(const char *address, bool pinned) {
  for (struct allocation **link = &allocations; *link != NULL; link = &(*link)->next) {
    if ((*link)->address == address && ((*link)->room == HOST) == pinned) {
      return link;
    }
  }
  return NULL;
}

static int64_t release_room(int room) {
  int64_t released = 0;
  for (struct allocation **link = &allocations; *link != NULL;) {
    if ((*link)->room == room) {
      release(link);
      released++;
    } else {
      link = &(*link)->next;
    }
  }
  return released;
}

int64_t free_device(CUdevice device) { return release_room(device); }

void free_pinned(void) { release_room(HOST); }

static bool in_allocation(const char *address, size_t bytes, int room) {
  for (const struct allocation *a = allocations; a != NULL; a = a->next) {
    if (a->room == room && address >= a->address && address < a->address + a->bytes) {
      return bytes <= a->bytes - (size_t)(address - a->address);
    }
  }
  return false;
}

bool on_device(CUdeviceptr address, size_t bytes, CUdevice device) {
  return in_allocation((const char *)(uintptr_t)address, bytes, device);
}

static bool in_room(const char *address) {
  for (int room = 0; room < ROOMS; room++) {
    const char *begin = rooms[room].begin;
    if (begin != NULL && address >= begin && address < begin + ROOM_BYTES) {
      return true;
    }
  }
  return false;
}

static bool is_mapped(const char *address, size_t bytes) {
  unsigned char resident[1024];
  char *page = (char *)((uintptr_t)address / PAGE * PAGE);
  while (page < address + bytes) {
    size_t pages = round_up((size_t)(address + bytes - page), PAGE) / PAGE;
    size_t some = pages < sizeof resident ? pages : sizeof resident;
    if (mincore(page, some * PAGE, resident) != 0) {
      return errno != ENOMEM;
    }
    page += some * PAGE;
  }
  return true;
}

enum host_memory host_memory(const void *address, size_t bytes) {
  if (in_room(address)) {
    return in_allocation(address, bytes, HOST) ? PINNED : BROKEN;
  }
  return address != NULL && is_mapped(address, bytes) ? PAGEABLE : BROKEN;
}

static void protect_others(CUdevice device, int protection) {
  for (const struct allocation *a = allocations; a != NULL; a = a->next) {
    if (a->room != device && a->room != HOST &&
        mprotect(a->pages, a->page_bytes, protection) != 0) {
      give_up("cannot protect memory");
    }
  }
}

void enter_device(CUdevice device) { protect_others(device, PROT_NONE); }

void leave_device(CUdevice device) { protect_others(device, PROT_READ | PROT_WRITE); }

API CUresult cuMemGetInfo_v2(size_t *free_bytes, size_t *total) {
  CUresult result = begin(__func__, CONTEXT);
  if (result == CUDA_SUCCESS) {
    size_t used = rooms[current_context()->device].used;
    size_t all = (size_t)control()->memory;
    *total = all;
    *free_bytes = used < all ? all - used : 0;
  }
  return finish(result);
}

API CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t bytes) {
  CUresult result = begin(__func__, CONTEXT);
  char *allocated = NULL;
  if (result == CUDA_SUCCESS) {
    result = address == NULL ? CUDA_ERROR_INVALID_VALUE
                             : allocate(current_context()->device, bytes, &allocated);
  }
  if (result == CUDA_SUCCESS) {
    *address = (CUdeviceptr)(uintptr_t)allocated;
  }
  return finish(result);
}

// As a driver does, waits for all work: some of it may use the memory.
static CUresult free_memory(const char *call, const char *address, bool pinned) {
  CUresult refusal = begin(call, CONTEXT);
  CUresult result = CUDA_SUCCESS;
  if (gives_back(refusal)) {
    run_context(current_context());
    struct allocation **link = link_to(address, pinned);
    // cuMemFree of a null pointer is allowed, unlike that of one freed before.
    if (link != NULL) {
      result = release(link);
    } else if (pinned || address != NULL) {
      result = CUDA_ERROR_INVALID_VALUE;
    }
    if (result == CUDA_SUCCESS) {
      result = current_context()->error;
    }
  }
  return finish(refusal != CUDA_SUCCESS ? refusal : result);
}

API CUresult cuMemFree_v2(CUdeviceptr address) {
  return free_memory(__func__, (const char *)(uintptr_t)address, false);
}

API CUresult cuMemHostAlloc(void **address, size_t bytes, unsigned flags) {
  CUresult result = begin(__func__, CONTEXT);
  const unsigned known =
      CU_MEMHOSTALLOC_PORTABLE | CU_MEMHOSTALLOC_DEVICEMAP | CU_MEMHOSTALLOC_WRITECOMBINED;
  if (result == CUDA_SUCCESS) {
    result = (flags & ~known) != 0 ? CUDA_ERROR_INVALID_VALUE
                                   : allocate(HOST, bytes, (char **)address);
  }
  return finish(result);
}

API CUresult cuMemAllocHost_v2(void **address, size_t bytes) {
  CUresult result = begin(__func__, CONTEXT);
  if (result == CUDA_SUCCESS) {
    result = allocate(HOST, bytes, (char **)address);
  }
  return finish(result);
}

API CUresult cuMemFreeHost(void *address) { return free_memory(__func__, address, true); }
