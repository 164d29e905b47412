package io.sinotrace.volume.io.tiff;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The order that people put numbered names in: slice 2 before slice 10. */
final class NaturalOrder {
  /**
   * By numbers and what is between them; names that are then equal, such as 1 and 01, by letters.
   */
  static final Comparator<String> NAMES =
      ((Comparator<String>) NaturalOrder::compare).thenComparing(Comparator.naturalOrder());

  private static final Pattern BOUNDARY = Pattern.compile("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");

  private NaturalOrder() {}

  private static int compare(String a, String b) {
    List<String> ofA = List.of(BOUNDARY.split(a));
    List<String> ofB = List.of(BOUNDARY.split(b));
    for (int k = 0; k < Math.min(ofA.size(), ofB.size()); k++) {
      int order = comparePart(ofA.get(k), ofB.get(k));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(ofA.size(), ofB.size());
  }

  private static int comparePart(String a, String b) {
    return isNumber(a) && isNumber(b)
        ? new BigInteger(a).compareTo(new BigInteger(b))
        : a.compareTo(b);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
