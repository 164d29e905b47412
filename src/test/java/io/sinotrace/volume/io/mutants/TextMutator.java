package io.sinotrace.volume.io.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Changes the words of a text. */
final class TextMutator {
  /** A word or number, blanks, or one other character. */
  private static final Pattern TOKEN = Pattern.compile("[\\w.+-]+|\\s+|.", Pattern.DOTALL);

  /** So many of one token fill the longest header that is accepted. */
  private static final int MOST_REPEATS = 1 << 16;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "3",
          "10",
          "11",
          "2.5",
          "1e308",
          "1e-320",
          "-0",
          "NaN",
          "Infinity",
          "0x10",
          "32768",
          "65536",
          "2147483647",
          "2147483648",
          "4294967296",
          "999999999999999999",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "1" + "0".repeat(400));

  private static final List<String> SIGNS =
      List.of("", " ", "\n", "\r\n", "\t", "=", ",", "(", ")", "'", "\\", "/", "\0", "\u2028", "é");

  private final SplittableRandom random;
  private final List<String> words;

  /** Takes words of the format, of which some are put in. */
  TextMutator(SplittableRandom random, List<String> words) {
    this.random = random;
    this.words = words;
  }

  /** Returns a changed text. */
  String mutant(String good) {
    List<String> tokens =
        TOKEN.matcher(good).results().map(MatchResult::group).collect(Collectors.toList());
    do {
      change(tokens);
    } while (random.nextInt(3) == 0);
    return String.join("", tokens);
  }

  private void change(List<String> tokens) {
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(8)) {
      case 0 -> tokens.set(at, "");
      case 1 -> tokens.add(at, word());
      case 2 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      case 3 -> tokens.set(at, tokens.get(at).repeat(repeats(tokens.get(at).length())));
      case 4 -> {
        List<String> line = new ArrayList<>(tokens.subList(at, Math.min(at + 6, tokens.size())));
        tokens.addAll(random.nextInt(tokens.size()), line);
      }
      default -> tokens.set(at, word());
    }
  }

  private int repeats(int length) {
    return random.nextInt(4) > 0
        ? random.nextInt(2, 5)
        : random.nextInt(MOST_REPEATS) / Math.max(1, length) + 1;
  }

  private String word() {
    List<String> some =
        switch (random.nextInt(4)) {
          case 0 -> SIGNS;
          case 1, 2 -> NUMBERS;
          default -> words;
        };
    return some.get(random.nextInt(some.size()));
  }
}
