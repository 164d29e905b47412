package io.sinotrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs programs that a machine may have or not. */
final class Programs {
  /** What one did: its exit code, and its output and errors together. */
  record Ran(int code, String output) {}

  private Programs() {}

  /** Skips the test, saying so, where a program is not installed. */
  static void assumeInstalled(String program) {
    boolean installed =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    assumeTrue(installed, program + " is not installed");
  }

  /** Runs one with variables added to its environment. */
  static Ran run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ran(process.waitFor(), output);
  }

  /** Returns the home of a JDK of this version or later; skips the test where there is none. */
  static Path jdk(int version) throws IOException {
    if (Runtime.version().feature() >= version) {
      return Path.of(System.getProperty("java.home"));
    }
    Path all = Path.of("/usr/lib/jvm");
    try (Stream<Path> homes = Files.isDirectory(all) ? Files.list(all) : Stream.of()) {
      List<Path> found =
          homes
              .filter(home -> home.toString().contains("" + version))
              .filter(home -> Files.isExecutable(home.resolve("bin/java")))
              .toList();
      assumeTrue(!found.isEmpty(), "there is no JDK " + version);
      return found.get(0);
    }
  }
}
