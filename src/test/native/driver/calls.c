// The beginning and the end of every call.

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "stand_in.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void restart_if_asked(void) {
  struct control *c = control();
  if (c->restart) {
    destroy_contexts();
    free_pinned();
    initialized = false;
    c->fatal = 0;
    c->restart = 0;
  }
}

CUresult begin(const char *call, enum need need) {
  pthread_mutex_lock(&lock);
  restart_if_asked();
  CUresult failure = strike(call, need == CONTEXT_TO_QUEUE);
  if (failure != CUDA_SUCCESS || need == NOTHING) {
    return failure;
  }
  if (!initialized) {
    return CUDA_ERROR_NOT_INITIALIZED;
  }
  if (need == DRIVER) {
    return CUDA_SUCCESS;
  }
  struct context *context = current_context();
  if (context == NULL) {
    return has_context() ? CUDA_ERROR_CONTEXT_IS_DESTROYED : CUDA_ERROR_INVALID_CONTEXT;
  }
  return context->error;
}

CUresult finish(CUresult result) {
  pthread_mutex_unlock(&lock);
  return result;
}

bool gives_back(CUresult refusal) {
  return refusal == CUDA_SUCCESS || (initialized && current_context() != NULL);
}

void give_up(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("stand-in for CUDA: ", stderr);
  vfprintf(stderr, format, arguments);
  fputs("\n", stderr);
  va_end(arguments);
  _Exit(70);
}
