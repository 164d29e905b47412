package io.sinotrace.volume.io.dicom;

import io.sinotrace.volume.io.file.VolumeFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that are no part of a volume, and why: a line for those of a series with one reason. */
final class PassedOver {
  private final Map<Reason, List<VolumeFile>> files = new LinkedHashMap<>();

  private record Reason(String series, String text) {}

  /**
   * Takes a file.
   *
   * @param series its UID; "" if that is not known
   */
  void take(VolumeFile file, String series, String reason) {
    files.computeIfAbsent(new Reason(series, reason), one -> new ArrayList<>()).add(file);
  }

  /** Returns the lines. */
  List<String> lines() {
    return files.entrySet().stream()
        .map(
            entry -> {
              List<VolumeFile> alike = entry.getValue();
              String more = alike.size() == 1 ? "" : " (and %d more)".formatted(alike.size() - 1);
              return alike.get(0).fault(entry.getKey().text + more).getMessage();
            })
        .toList();
  }
}
