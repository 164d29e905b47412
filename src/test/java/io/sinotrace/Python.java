package io.sinotrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs scripts of src/test/python, where there is a Python with what they import. */
public final class Python {
  /** A user's own and the system's: what is installed for one is not for the other. */
  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

  private Python() {}

  /**
   * Returns the JSON that a script prints. Skips the test, saying so, where no Python has the
   * library that it needs.
   */
  public static JsonNode run(String library, String script, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(with(library), "src/test/python/" + script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] printed = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    return new ObjectMapper().readTree(printed);
  }

  private static String with(String library) throws InterruptedException {
    for (String python : INTERPRETERS) {
      try {
        Process process =
            new ProcessBuilder(python, "-c", "import " + library)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0) {
          return python;
        }
      } catch (IOException e) {
        // It is not installed: perhaps the next one is.
      }
    }
    return abort("there is no Python with " + library);
  }
}
