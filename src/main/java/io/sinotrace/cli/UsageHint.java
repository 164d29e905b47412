package io.sinotrace.cli;

import io.sinotrace.description.Descriptions;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Suggests what to use in place of an option that does not exist. */
final class UsageHint {
  private UsageHint() {}

  /**
   * Returns " (did you mean output.overwrite=true?)" for {@code --overwrite}, as for every option
   * that is a key of the description; the nearest option for any other; else nothing.
   */
  static String of(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()
        || !unmatched.getUnmatched().get(0).startsWith("-")) {
      return "";
    }
    String option = unmatched.getUnmatched().get(0).replaceFirst("^-+", "");
    int equals = option.indexOf('=');
    String name = equals < 0 ? option : option.substring(0, equals);
    List<String> meant =
        Descriptions.settings(name, equals < 0 ? null : option.substring(equals + 1));
    if (!meant.isEmpty() && e.getCommandLine().getCommand() instanceof RunCommand) {
      return hint(String.join(" or ", meant));
    }
    List<String> options = unmatched.getSuggestions();
    return options.isEmpty() ? "" : hint(options.get(0));
  }

  private static String hint(String meant) {
    return " (did you mean " + meant + "?)";
  }
}
