package io.sinotrace.description.text;

import io.sinotrace.InputException;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a value was written.
 *
 * @param label as a person finds it: {@code head.yaml:7} or {@code argument geometry.pitch=1}
 * @param folder what relative paths in the value refer to; null for the working directory, which is
 *     so for everything that was not written in a file
 */
public record Place(String label, @Nullable Path folder) {
  /** Returns whether the value was written in a file. */
  boolean inFile() {
    return folder != null;
  }

  /** Returns an error at this place. */
  public InputException error(String message) {
    return new InputException(label + ": " + message);
  }
}
