package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      return "another arithmetic, input or choice of columns";
    }
    String first = String.join("; ", found.subList(0, Math.min(MAX, found.size())));
    return found.size() <= MAX ? first : "%s; and %d more".formatted(first, found.size() - MAX);
  }

  private static void add(String key, JsonNode there, JsonNode wanted, List<String> found) {
    if (isOfNames(there) && isOfNames(wanted)) {
      // What is there and not wanted does not count: of protocols those that columns depend on are.
      Map<String, JsonNode> known = byName(there);
      byName(wanted)
          .forEach(
              (name, each) ->
                  add(
                      key + "." + name,
                      known.getOrDefault(name, MissingNode.getInstance()),
                      each,
                      found));
    } else if (there.isObject() && wanted.isObject()) {
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

  /** Returns whether something is a list of sections with names. */
  private static boolean isOfNames(JsonNode value) {
    boolean names = value.isArray() && !value.isEmpty();
    for (JsonNode each : value) {
      names &= each.path("name").isTextual();
    }
    return names;
  }

  private static Map<String, JsonNode> byName(JsonNode list) {
    Map<String, JsonNode> sections = new LinkedHashMap<>();
    list.forEach(each -> sections.put(each.path("name").asText(), each));
    return sections;
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
