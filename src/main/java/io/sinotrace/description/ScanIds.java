package io.sinotrace.description;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names scans after their files: {@code [a-z][a-z0-9_-]{0,99}}. */
final class ScanIds {
  private static final int LONGEST = 100;

  private ScanIds() {}

  /**
   * Returns an id for each file, all different.
   *
   * <p>Files of one base name are numbered in their order here: head, head-2, head-3. A number that
   * would give the base name of another file is passed over.
   *
   * @param fileNames last components of the paths, sorted by path
   */
  static List<String> of(List<String> fileNames) {
    List<String> bases = fileNames.stream().map(ScanIds::base).toList();
    Set<String> taken = new HashSet<>(bases);
    // The last number given to each base: counting on keeps a large batch of one name linear.
    Map<String, Integer> last = new HashMap<>();
    List<String> ids = new ArrayList<>(bases.size());
    for (String base : bases) {
      String id = base;
      int number = last.getOrDefault(base, 0) + 1;
      if (number > 1) {
        for (id = numbered(base, number); !taken.add(id); id = numbered(base, number)) {
          number++;
        }
      }
      last.put(base, number);
      ids.add(id);
    }
    return ids;
  }

  private static String numbered(String base, int number) {
    String suffix = "-" + number;
    return base.substring(0, Math.min(base.length(), LONGEST - suffix.length())) + suffix;
  }

  /** Returns the name without its known suffix, in the characters of an id. */
  static String base(String fileName) {
    String name =
        fileName.substring(0, fileName.length() - VolumeFormats.suffix(fileName).length());
    String id =
        name.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_-]", "-")
            .replaceAll("-+", "-")
            .replaceAll("^-|-$", "");
    if (id.isEmpty()) {
      return "scan";
    }
    if (id.charAt(0) < 'a' || id.charAt(0) > 'z') {
      id = "s-" + id;
    }
    return id.substring(0, Math.min(id.length(), LONGEST));
  }
}
