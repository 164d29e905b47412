package io.sinotrace.projector.cuda.driver;

import io.sinotrace.TemporaryFolder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.driver.JCudaDriver;

/**
 * Loads JCuda's native library from a folder that nobody else can write to.
 *
 * <p>By itself JCuda unpacks it under a fixed name into the common temporary folder, in several
 * steps, and loads whatever lies there already: two executors that start at once may meet half a
 * file, and anybody may have put another one there.
 */
public final class NativeLibrary {
  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

  /** The release of JCuda that this build carries. */
  public static final String VERSION = "12.6.0";

  /** As JCuda composes it. */
  private static final String NAME = "libJCudaDriver-" + VERSION + "-linux-x86_64.so";

  private NativeLibrary() {}

  /**
   * Loads it.
   *
   * @throws LinkageError if the library, or the CUDA driver that it is linked to, cannot be loaded
   * @throws IOException if the library cannot be unpacked
   */
  static void load() throws IOException {
    // Once loaded, the file is no longer needed.
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      try (InputStream library = JCudaDriver.class.getResourceAsStream("/lib/" + NAME)) {
        if (library == null) {
          throw new UnsatisfiedLinkError("this build carries no JCuda for this kind of machine");
        }
        Files.copy(library, folder.path().resolve(NAME));
      }
      initialize(folder.path());
    }
  }

  /** JCuda asks for the temporary folder when its class is initialised, and never again. */
  private static void initialize(Path folder) throws IOException {
    // Java reads the property once, at its first temporary file at the latest: this one, so that
    // it never uses the folder that the property names meanwhile.
    Files.delete(File.createTempFile("sinotrace-", null).toPath());
    String before = System.getProperty(TEMPORARY_FOLDER);
    System.setProperty(TEMPORARY_FOLDER, folder.toString());
    try {
      Class.forName(JCudaDriver.class.getName());
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(e.getMessage());
    } finally {
      System.setProperty(TEMPORARY_FOLDER, before);
    }
    // Every status is looked at where the call is made.
    JCudaDriver.setExceptionsEnabled(false);
  }
}
