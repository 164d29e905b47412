package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Puts something of a test around each request to a storage. */
final class HookedStorage {
  private HookedStorage() {}

  /** A request, which can be made once or not at all. */
  interface Request {
    /** Makes it, and returns its result. */
    @Nullable Object make() throws Throwable;
  }

  /** What a test puts around a request. */
  interface Hook {
    /**
     * Returns the result.
     *
     * @param method the name of the method of {@link Storage}
     * @param first the first argument in words, as a rule a path; empty if there is none
     */
    @Nullable Object around(String method, String first, Request request) throws Throwable;
  }

  static Storage of(Storage real, Hook hook) {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) ->
                hook.around(
                    method.getName(),
                    arguments == null ? "" : String.valueOf(arguments[0]),
                    () -> {
                      try {
                        return method.invoke(real, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                      }
                    }));
  }
}
