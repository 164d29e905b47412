package io.sinotrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Java versions of this machine. */
public final class Jvms {
  private Jvms() {}

  /** Returns this JVM's program, and those of other Java versions on this machine. */
  public static List<Path> all() throws IOException {
    List<Path> javas = new ArrayList<>();
    javas.add(Path.of(System.getProperty("java.home"), "bin", "java").toRealPath());
    Path all = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(all)) {
      try (Stream<Path> homes = Files.list(all)) {
        for (Path home : homes.toList()) {
          Path java = home.resolve("bin/java");
          if (Files.isExecutable(java) && !javas.contains(java.toRealPath())) {
            javas.add(java.toRealPath());
          }
        }
      }
    }
    return javas;
  }
}
