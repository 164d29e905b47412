// What a driver makes of PTX before it compiles it.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stand_in.h"

// Of the devices; see devices.c.
enum { TARGET = 75 };

// The newest PTX version that a driver of at least this version takes, as 10 major + minor.
static const struct {
  int driver, ptx;
} SUPPORTED[] = {
    {13000, 90}, {12090, 88}, {12080, 87}, {12070, 86}, {12050, 85}, {12040, 84}, {12030, 83},
    {12020, 82}, {12010, 81}, {12000, 80}, {11080, 78}, {11070, 77}, {11060, 76}, {11050, 75},
    {11040, 74}, {11030, 73}, {11020, 72}, {11010, 71}, {11000, 70}, {10020, 65}, {10010, 64},
    {10000, 63}, {9020, 62},  {9010, 61},  {9000, 60},  {8000, 50},
};

static int newest_ptx(int64_t driver_version) {
  for (size_t i = 0; i < sizeof SUPPORTED / sizeof *SUPPORTED; i++) {
    if (driver_version >= SUPPORTED[i].driver) {
      return SUPPORTED[i].ptx;
    }
  }
  return 0;
}

// The first character that is neither space nor comment.
static const char *skip_comments(const char *text) {
  for (;;) {
    text += strspn(text, " \t\r\n");
    const char *end = NULL;
    if (strncmp(text, "//", 2) == 0) {
      end = strchr(text, '\n');
    } else if (strncmp(text, "/*", 2) == 0) {
      end = strstr(text + 2, "*/");
      end = end != NULL ? end + 1 : NULL;
    } else {
      return text;
    }
    if (end == NULL) {
      return "";
    }
    text = end + 1;
  }
}

// Text that lacks its final NUL runs on into whatever follows it: it then has other characters or does
// not end with a brace.
static bool is_whole_text(const char *text) {
  char last = 0;
  for (; *text != 0; text++) {
    bool is_space = strchr(" \t\r\n", *text) != NULL;
    if (!is_space && (*text < 0x21 || *text > 0x7E)) {
      return false;
    }
    last = is_space ? last : *text;
  }
  return last == '}';
}

CUresult check_ptx(const char *text, int64_t driver_version) {
  int major;
  int minor;
  int target;
  const char *version = skip_comments(text);
  if (sscanf(version, ".version %d.%d", &major, &minor) != 2) {
    return CUDA_ERROR_INVALID_IMAGE;
  }
  if (!is_whole_text(text)) {
    return CUDA_ERROR_INVALID_PTX;
  }
  if (10 * major + minor > newest_ptx(driver_version)) {
    return CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
  }
  const char *after_version = strstr(version, ".target");
  if (after_version == NULL || sscanf(after_version, ".target sm_%d", &target) != 1 ||
      target > TARGET) {
    return CUDA_ERROR_INVALID_PTX;
  }
  return CUDA_SUCCESS;
}

bool has_entry(const char *text, const char *kernel) {
  size_t length = strlen(kernel);
  for (const char *entry = text; (entry = strstr(entry, ".entry")) != NULL;) {
    entry += strlen(".entry");
    entry += strspn(entry, " \t\r\n");
    if (strncmp(entry, kernel, length) == 0 && strchr(" \t\r\n(", entry[length]) != NULL) {
      return true;
    }
  }
  return false;
}

size_t parameter_bytes(const char *text, const char *kernel, int index) {
  char declaration[256];
  snprintf(declaration, sizeof declaration, " %s_param_%d[", kernel, index);
  const char *found = strstr(text, declaration);
  return found != NULL ? strtoul(found + strlen(declaration), NULL, 10) : 0;
}
