package io.sinotrace.description.text;

import io.sinotrace.InputException;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a value was written.
 *
 * @param label as errors show it: {@code head.yaml:7} or {@code argument geometry.pitch=1}
 * @param folder that relative paths in the value refer to; null for the working directory, as in
 *     arguments and options
 */
public record SourceLocation(String label, @Nullable Path folder) {
  /** Returns whether the value was written in a file. */
  boolean inFile() {
    return folder != null;
  }

  /** Returns an error at this location. */
  public InputException error(String message) {
    return new InputException(label + ": " + message);
  }
}
