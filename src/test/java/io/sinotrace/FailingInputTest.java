package io.sinotrace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class FailingInputTest {
  private static final Path KEPT = Path.of("target/failures/FailingInputTest-5.nii.gz");
  private static final Path KEPT_FOLDER = Path.of("target/failures/FailingInputTest-6");

  @TempDir Path temp;

  @AfterEach
  void nothingOfThisTestStays() throws IOException {
    Files.deleteIfExists(KEPT);
    Files.deleteIfExists(KEPT_FOLDER.resolve("scans/head.json"));
    Files.deleteIfExists(KEPT_FOLDER.resolve("scans"));
    Files.deleteIfExists(KEPT_FOLDER);
  }

  @Test
  void theFileThatFailsIsKeptAndNamed() throws IOException {
    Path file = temp.resolve("a.nii.gz");
    byte[] bytes = {1, 2, 3};
    Files.write(file, bytes);
    IllegalStateException cause = new IllegalStateException("no such voxel");
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                FailingInput.check(
                    "FailingInputTest-5",
                    file,
                    () -> {
                      throw cause;
                    }));
    assertEquals(
        "java.lang.IllegalStateException: no such voxel\nIts input is kept as " + KEPT,
        failure.getMessage());
    assertSame(cause, failure.getCause());
    assertArrayEquals(bytes, Files.readAllBytes(KEPT));
  }

  @Test
  void aFolderIsKeptWithAllThatIsInIt() throws IOException {
    Path dataset = temp.resolve("dataset");
    Files.createDirectories(dataset.resolve("scans"));
    Files.writeString(dataset.resolve("scans/head.json"), "{}");
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () -> FailingInput.check("FailingInputTest-6", dataset, () -> fail("broken")));
    assertEquals("broken\nIts input is kept as " + KEPT_FOLDER, failure.getMessage());
    assertEquals("{}", Files.readString(KEPT_FOLDER.resolve("scans/head.json")));
  }

  @Test
  void whatPassesOrIsSkippedIsNotKept() throws Throwable {
    Path file = temp.resolve("a.nii.gz");
    Files.write(file, new byte[3]);
    FailingInput.check("FailingInputTest-5", file, () -> {});
    assertThrows(
        TestAbortedException.class,
        () ->
            FailingInput.check(
                "FailingInputTest-5",
                file,
                () -> {
                  throw new TestAbortedException("not here");
                }));
    assertFalse(Files.exists(KEPT));
  }
}
