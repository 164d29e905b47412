package io.sinotrace;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Suggestions for misspelt words. */
public final class Spelling {
  /** The most characters of a word that is compared with others: the time grows with them. */
  private static final int MAX_LENGTH = 160;

  private Spelling() {}

  /** Returns " (did you mean x?)" for the {@link #nearest} of {@code known}, or nothing. */
  public static String suggest(String word, Collection<String> known) {
    String best = nearest(word, known);
    return best == null ? "" : " (did you mean " + best + "?)";
  }

  /**
   * Returns the nearest of {@code known} if it is at most two edits away, else null. Camel case and
   * underscores are read as hyphens first: {@code sourceToAxis}, {@code source_to_axis}.
   */
  public static @Nullable String nearest(String word, Collection<String> known) {
    return nearest(word, known, 2);
  }

  /** As above, with at most so many edits. */
  public static @Nullable String nearest(String word, Collection<String> known, int edits) {
    String kebab =
        word.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    String best = null;
    int least = edits + 1;
    for (String candidate : known) {
      int distance = kebab.length() > MAX_LENGTH ? least : edits(kebab, candidate);
      // Two edits turn any one- or two-letter word into a one-letter key.
      if (distance < least && distance < candidate.length()) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Returns the Levenshtein distance: insertions, deletions and substitutions from a to b. */
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
