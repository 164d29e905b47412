package io.sinotrace.volume.io;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file of a volume, as it was found.
 *
 * @param name without its folder
 * @param bytes long
 * @param modified when it was last written, in milliseconds, by the clock of its file system
 * @param sha256 of the whole file, in hexadecimal; null where it was not read
 */
public record InputFile(String name, long bytes, long modified, @Nullable String sha256)
    implements Serializable {
  /** Returns the checksums of files that were read, by name, in their order. */
  public static Map<String, String> sums(List<InputFile> files) {
    Map<String, String> sums = new LinkedHashMap<>();
    for (InputFile file : files) {
      sums.put(file.name(), Objects.requireNonNull(file.sha256()));
    }
    return sums;
  }

  /** Returns whether length and time show no change from one to the other. */
  public boolean isUnchanged(InputFile other) {
    return name.equals(other.name) && bytes == other.bytes && modified == other.modified;
  }
}
