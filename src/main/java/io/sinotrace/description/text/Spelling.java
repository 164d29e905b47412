package io.sinotrace.description.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words of descriptions: numbers to read, and phrases for errors, always short and on one line. */
public final class Words {
  /** The longest key that is compared with others. */
  private static final int LONGEST = 160;

  /** What YAML 1.2 takes for a number, without its hexadecimal and octal forms. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private Words() {}

  /** Returns the number that {@code text} is, or null; infinite if no double holds it. */
  public static @Nullable Double number(String text) {
    return NUMBER.matcher(text).matches() ? Double.valueOf(text) : null;
  }

  /** Returns "a, b or c". */
  public static String anyOf(Collection<String> words) {
    List<String> list = List.copyOf(words);
    int last = list.size() - 1;
    return last <= 0
        ? String.join("", list)
        : String.join(", ", list.subList(0, last)) + " or " + list.get(last);
  }

  /** Returns " (did you mean x?)" for the {@link #nearest} of {@code known}, or nothing. */
  public static String suggest(String word, Collection<String> known) {
    String best = nearest(word, known);
    return best == null ? "" : " (did you mean " + best + "?)";
  }

  /**
   * Returns the nearest of {@code known} if it is at most two edits away, else null. Capitals and
   * underscores count as hyphens, as {@code sourceToAxis} and {@code source_to_axis} are near
   * misses of another kind.
   */
  static @Nullable String nearest(String word, Collection<String> known) {
    String kebab =
        word.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    String best = null;
    int least = 3;
    for (String candidate : known) {
      int distance = kebab.length() > LONGEST ? least : edits(kebab, candidate);
      // Any short word is near to a one-letter key.
      if (distance < least && distance < candidate.length()) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Levenshtein's distance: insertions, deletions and substitutions from a to b. */
  private static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
