package io.sinotrace;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.opentest4j.TestAbortedException;

/**
 * Keeps what a test was reading when it failed, which otherwise goes with its temporary folder: as
 * target/failures/NAME, with the ending of the input. The failure names the copy.
 */
public final class FailingInput {
  private static final Path FOLDER = Path.of("target", "failures");
  private static final Configuration CONF = new Configuration(false);

  private FailingInput() {}

  /**
   * Runs a check of a file or folder on the local disk.
   *
   * @param name of the copy: the test, and the seed if it has one
   */
  public static void check(String name, Path input, Executable check) throws Throwable {
    check(
        name,
        new org.apache.hadoop.fs.Path(input.toUri()),
        () -> {
          check.execute();
          return true;
        });
  }

  /**
   * Runs a check of a file or folder on any file system, and returns its result.
   *
   * @param name of the copy: the test, and the seed if it has one
   */
  public static <T> T check(String name, org.apache.hadoop.fs.Path input, ThrowingSupplier<T> check)
      throws Throwable {
    try {
      return check.get();
    } catch (TestAbortedException e) {
      throw e;
    } catch (Throwable e) {
      String message = e instanceof AssertionError ? e.getMessage() : e.toString();
      throw new AssertionError(message + "\nIts input is kept as " + keep(name, input), e);
    }
  }

  private static Path keep(String name, org.apache.hadoop.fs.Path input) throws IOException {
    int dot = input.getName().indexOf('.');
    Path copy = FOLDER.resolve(name + (dot < 0 ? "" : input.getName().substring(dot)));
    // Without the checksums that a damaged file would not agree with.
    FileSystem local = FileSystem.getLocal(CONF).getRaw();
    FileSystem from = "file".equals(input.toUri().getScheme()) ? local : input.getFileSystem(CONF);
    var target = new org.apache.hadoop.fs.Path(copy.toAbsolutePath().toUri());
    local.delete(target, true);
    local.mkdirs(target.getParent());
    FileUtil.copy(from, input, local, target, false, CONF);
    return copy;
  }
}
