package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** How two descriptions of a scan differ. */
final class Differences {
  /** Differences that are named. */
  private static final int MAX = 3;

  private Differences() {}

  /**
   * Returns the first differences, such as {@code geometry.views.count 360, now 90}.
   *
   * @param there a whole description
   * @param wanted sections of one; what is not in them does not count, nor do paths
   */
  static String between(JsonNode there, JsonNode wanted) {
    List<String> found = new ArrayList<>();
    wanted
        .fieldNames()
        .forEachRemaining(
            section -> add(section, there.path(section), wanted.path(section), found));
    if (found.isEmpty()) {
      return "another arithmetic or input";
    }
    String first = String.join("; ", found.subList(0, Math.min(MAX, found.size())));
    return found.size() <= MAX ? first : "%s; and %d more".formatted(first, found.size() - MAX);
  }

  private static void add(String key, JsonNode there, JsonNode wanted, List<String> found) {
    if (there.isObject() && wanted.isObject()) {
      TreeSet<String> keys = new TreeSet<>();
      there.fieldNames().forEachRemaining(keys::add);
      wanted.fieldNames().forEachRemaining(keys::add);
      for (String each : keys) {
        if (!each.equals("path") && !each.equals("file") && !each.equals("name")) {
          add(key + "." + each, there.path(each), wanted.path(each), found);
        }
      }
    } else if (!same(there, wanted)) {
      found.add("%s %s, now %s".formatted(key, shown(there), shown(wanted)));
    }
  }

  /** Returns whether two values are the same; 1 and 1.0 are. */
  private static boolean same(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.doubleValue() == b.doubleValue();
    }
    return a.toString().equals(b.toString());
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "not given";
    }
    return value.isTextual() ? value.asText() : value.toString();
  }
}
