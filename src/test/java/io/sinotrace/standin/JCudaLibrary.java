package io.sinotrace.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jcuda.driver.JCudaDriver;

/** Loads JCuda's native library. */
final class JCudaLibrary {
  private JCudaLibrary() {}

  /**
   * From a folder of its own: JCuda would load whatever lies under a fixed name in java.io.tmpdir.
   */
  static void load() throws IOException {
    String before = System.getProperty("java.io.tmpdir");
    Path folder = Files.createTempDirectory("jcuda");
    System.setProperty("java.io.tmpdir", folder.toString());
    try {
      JCudaDriver.setExceptionsEnabled(false);
    } finally {
      System.setProperty("java.io.tmpdir", before);
      try (Stream<Path> files = Files.walk(folder)) {
        // A loaded library needs its file no more.
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      }
    }
  }
}
