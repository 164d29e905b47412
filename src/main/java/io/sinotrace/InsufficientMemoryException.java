package io.sinotrace;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume, or what is made of it, that does not fit into a JVM's memory. The JVM is sound, and so
 * is the input; whoever gives more memory gets the scan.
 *
 * <p>It never has an {@link OutOfMemoryError} as its cause: Spark ends an executor, and in local
 * mode the driver with it, whose task fails of one, however deep it lies.
 */
public final class InsufficientMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Of arrays and buffers. The JVM may run out of other things, which leave it less sound. */
  private static final List<String> OF_DATA =
      List.of("heap space", "overhead limit", "array size", "direct buffer memory");

  /**
   * Reports what does not fit.
   *
   * @param message what, how large it is and how much there is, in one line
   */
  public InsufficientMemoryException(String message) {
    super(message);
  }

  /**
   * Returns what to report of a failure behind which is too little memory for data; null where
   * something else is.
   */
  public static @Nullable InsufficientMemoryException behind(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof InsufficientMemoryException told) {
        return told;
      }
      String message = Objects.requireNonNullElse(e.getMessage(), "");
      if (e instanceof OutOfMemoryError && OF_DATA.stream().anyMatch(message::contains)) {
        return new InsufficientMemoryException("out of memory: " + message);
      }
    }
    return null;
  }

  /** Returns the line; never null, as it is for some exceptions. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
