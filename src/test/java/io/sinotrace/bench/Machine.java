package io.sinotrace.bench;

import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What figures are figures of. */
final class Machine {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Returns the processor's name as the system tells it, or at least its kind. */
  static String processor() {
    try {
      if (Files.isReadable(CPUINFO)) {
        for (String line : Files.readAllLines(CPUINFO)) {
          if (line.startsWith("model name")) {
            return line.substring(line.indexOf(':') + 1).strip();
          }
        }
      }
    } catch (IOException e) {
      // Then its kind.
    }
    return System.getProperty("os.arch");
  }

  /** Returns the processor and the JVM in one line. */
  static String line() {
    return "%s, %d cores, Java %d"
        .formatted(
            processor(), Runtime.getRuntime().availableProcessors(), Runtime.version().feature());
  }

  /** Returns the machine, the JVM, and what each usable backend is. */
  static Table table() {
    Table table = new Table("machine", "Measured on:", "what", "which");
    table.row("processor", processor());
    table.row("cores", Runtime.getRuntime().availableProcessors());
    table.row("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    for (Backend backend : Form.backends()) {
      table.row("backend " + backend.name(), backend.summary(Resources.DEFAULT));
    }
    return table;
  }
}
