// What the devices are.

#include <stdio.h>
#include <string.h>

#include "stand_in.h"

bool initialized;

bool is_device(CUdevice device) {
  return device >= 0 && device < control()->devices && device < MAX_DEVICES;
}

// Descending: a number that some tool counts in PCI order is then another device than the driver's.
static int bus_of(CUdevice device) { return 0xE0 - 0x10 * device; }

void format_bus_id(CUdevice device, char *text, size_t size) {
  snprintf(text, size, "0000:%02X:00.0", bus_of(device));
}

API CUresult cuInit(unsigned flags) {
  CUresult result = begin(__func__, NOTHING);
  if (result == CUDA_SUCCESS) {
    if (flags != 0) {
      result = CUDA_ERROR_INVALID_VALUE;
    } else if (control()->devices == 0) {
      result = CUDA_ERROR_NO_DEVICE;
    } else {
      initialized = true;
    }
  }
  return finish(result);
}

API CUresult cuDriverGetVersion(int *version) {
  CUresult result = begin(__func__, NOTHING);
  if (result == CUDA_SUCCESS) {
    *version = (int)control()->driver_version;
  }
  return finish(result);
}

API CUresult cuDeviceGetCount(int *count) {
  CUresult result = begin(__func__, DRIVER);
  if (result == CUDA_SUCCESS) {
    int64_t devices = control()->devices;
    *count = (int)(devices < MAX_DEVICES ? devices : MAX_DEVICES);
  }
  return finish(result);
}

API CUresult cuDeviceGet(CUdevice *device, int ordinal) {
  CUresult result = begin(__func__, DRIVER);
  if (result == CUDA_SUCCESS) {
    if (is_device(ordinal)) {
      *device = ordinal;
    } else {
      result = CUDA_ERROR_INVALID_DEVICE;
    }
  }
  return finish(result);
}

// begin() for calls that ask about a device.
static CUresult begin_about(const char *call, CUdevice device, bool arguments) {
  CUresult result = begin(call, DRIVER);
  if (result != CUDA_SUCCESS) {
    return result;
  }
  if (!is_device(device)) {
    return CUDA_ERROR_INVALID_DEVICE;
  }
  return arguments ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

API CUresult cuDeviceGetName(char *name, int size, CUdevice device) {
  CUresult result = begin_about(__func__, device, name != NULL && size > 0);
  if (result == CUDA_SUCCESS) {
    snprintf(name, (size_t)size, "Stand-in %d", device);
  }
  return finish(result);
}

API CUresult cuDeviceGetPCIBusId(char *text, int size, CUdevice device) {
  CUresult result = begin_about(__func__, device, text != NULL && size >= 13);
  if (result == CUDA_SUCCESS) {
    format_bus_id(device, text, (size_t)size);
  }
  return finish(result);
}

API CUresult cuDeviceGetUuid(CUuuid *uuid, CUdevice device) {
  CUresult result = begin_about(__func__, device, uuid != NULL);
  if (result == CUDA_SUCCESS) {
    memset(uuid->bytes, 0x5A, sizeof uuid->bytes);
    uuid->bytes[15] = (char)bus_of(device);
  }
  return finish(result);
}

API CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) {
  CUresult result = begin_about(__func__, device, bytes != NULL);
  if (result == CUDA_SUCCESS) {
    *bytes = (size_t)control()->memory;
  }
  return finish(result);
}

// Returns false where there is no such attribute. The numbers are those of a small card.
static bool attribute_of(CUdevice device, int attribute, int *value) {
  switch (attribute) {
    case MAX_THREADS_PER_BLOCK:
    case MAX_BLOCK_DIM_X:
    case MAX_BLOCK_DIM_Y:
    case MAX_THREADS_PER_MULTIPROCESSOR:
      *value = 1024;
      return true;
    case MAX_BLOCK_DIM_Z:
      *value = 64;
      return true;
    case MAX_GRID_DIM_X:
      *value = 2147483647;
      return true;
    case MAX_GRID_DIM_Y:
    case MAX_GRID_DIM_Z:
      *value = 65535;
      return true;
    case MAX_SHARED_MEMORY_PER_BLOCK:
      *value = 48 << 10;
      return true;
    case WARP_SIZE:
      *value = 32;
      return true;
    case CLOCK_RATE:
      *value = 1590000;
      return true;
    case MULTIPROCESSOR_COUNT:
      *value = 40;
      return true;
    case INTEGRATED:
    case COMPUTE_MODE:
    case PCI_DEVICE_ID:
    case PCI_DOMAIN_ID:
      *value = 0;
      return true;
    case ECC_ENABLED:
    case UNIFIED_ADDRESSING:
      *value = 1;
      return true;
    case PCI_BUS_ID:
      *value = bus_of(device);
      return true;
    case MEMORY_CLOCK_RATE:
      *value = 5001000;
      return true;
    case GLOBAL_MEMORY_BUS_WIDTH:
      *value = 256;
      return true;
    case L2_CACHE_SIZE:
      *value = 4 << 20;
      return true;
    case ASYNC_ENGINE_COUNT:
      *value = 3;
      return true;
    case COMPUTE_CAPABILITY_MAJOR:
      *value = 7;
      return true;
    case COMPUTE_CAPABILITY_MINOR:
      *value = 5;
      return true;
    default:
      return false;
  }
}

API CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice device) {
  CUresult result = begin_about(__func__, device, value != NULL);
  if (result == CUDA_SUCCESS && !attribute_of(device, attribute, value)) {
    result = CUDA_ERROR_INVALID_VALUE;
  }
  return finish(result);
}
