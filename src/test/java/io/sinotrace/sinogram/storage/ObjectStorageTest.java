package io.sinotrace.sinogram.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.S3Mock;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.sinogram.parquet.SinogramFile;
import io.sinotrace.sinogram.storage.Storage.Entry;
import io.sinotrace.sinogram.storage.Storage.Upload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dataset relies on in an object store, by way of S3A on S3Mock. */
@Tag("long")
class ObjectStorageTest {
  @TempDir static java.nio.file.Path temp;
  private static @Nullable S3Mock mock;

  @BeforeAll
  static void start() throws Exception {
    mock = S3Mock.start(temp);
  }

  @AfterAll
  static void stop() {
    if (mock != null) {
      mock.close();
    }
  }

  private static Path path(String key) {
    return new Path(Objects.requireNonNull(mock).path(key));
  }

  private static Configuration conf() {
    return Objects.requireNonNull(mock).conf();
  }

  private static Storage storage() throws IOException {
    return Storage.of(path(""), conf());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<String> names(Path directory) throws IOException {
    return storage().list(directory).stream().map(Entry::name).toList();
  }

  @Test
  void itIsKnownByItsConditions() throws IOException {
    assertInstanceOf(ObjectStorage.class, storage());
    assertTrue(storage().isObjectStore());
  }

  @Test
  void anObjectIsMadeOnce() throws IOException {
    Path file = path("once/scans/a.json");
    assertTrue(storage().createNew(file, bytes("first")));
    assertFalse(storage().createNew(file, bytes("second")));
    assertArrayEquals(bytes("first"), storage().read(file));
    storage().write(file, bytes("third"));
    assertArrayEquals(bytes("third"), storage().read(file));
  }

  @Test
  void withoutConditionsNothingIsCommitted() throws IOException {
    Configuration conf = conf();
    conf.setBoolean("fs.s3a.create.conditional.enabled", false);
    conf.setBoolean("fs.s3a.impl.disable.cache", true);
    Storage storage = Storage.of(path(""), conf);
    assertTrue(storage.isObjectStore());
    Path file = path("never/a.json");
    String refusal =
        assertThrows(IOException.class, () -> storage.createNew(file, bytes("x"))).toString();
    assertTrue(refusal.contains("makes no objects on conditions"), refusal);
    assertNull(storage().read(file));
  }

  /** A task that fails in the midst of a file must not spoil that of another attempt. */
  @Test
  void aFileThatIsNotCompleteDoesNotAppear() throws IOException {
    Path file = path("whole/000000000001-00000.parquet");
    write(file, 2).close();
    byte[] whole = storage().read(file);
    write(file, 1).close();
    assertArrayEquals(whole, storage().read(file));
    Path other = path("whole/000000000002-00000.parquet");
    write(other, 1).close();
    assertFalse(storage().exists(other));
  }

  private static SinogramFile write(Path file, int rows) throws IOException {
    SinogramFile sinogram =
        new SinogramFile(
            file,
            conf(),
            Compression.NONE,
            new int[] {0},
            new int[] {0, 1},
            3,
            ValueColumn.LINE_INTEGRALS);
    for (int row = 0; row < rows; row++) {
      sinogram.write(0, row, new float[] {1, 2, 3}, 0, 0);
    }
    return sinogram;
  }

  @Test
  void whatIsDeletedLeavesNoMarkersOfDirectories() throws IOException {
    Path tree = path("tree");
    List<Path> files = new ArrayList<>();
    // More than one request takes.
    for (int k = 0; k < 260; k++) {
      files.add(new Path(tree, "deep/%03d".formatted(k)));
      storage().write(files.get(k), bytes("x"));
    }
    storage().write(new Path(tree, "beside"), bytes("x"));
    storage().deleteAll(files.subList(0, 255));
    assertEquals(5, storage().list(new Path(tree, "deep")).size());
    assertTrue(storage().delete(files.get(255)));
    assertFalse(storage().delete(files.get(255)));
    assertFalse(storage().delete(new Path(tree, "deep")));
    storage().deleteTree(new Path(tree, "deep"));
    assertEquals(List.of("beside"), names(tree));
    storage().deleteTree(new Path(tree, "beside"));
    assertNull(storage().entry(tree));
    storage().deleteTree(tree);
  }

  @Test
  void unfinishedUploadsAreListedAndGivenUp() throws IOException {
    Path file = path("uploads/sinogram/a.parquet");
    Objects.requireNonNull(mock).leaveUnfinished("uploads/sinogram/a.parquet");
    mock.leaveUnfinished("uploads-elsewhere/a.parquet");
    List<Upload> pending = storage().uploads(path("uploads"));
    assertEquals(List.of(file), pending.stream().map(Upload::path).toList());
    long age = System.currentTimeMillis() - pending.get(0).begun();
    assertTrue(age > -2000 && age < 600_000, () -> "begun " + age + " ms ago");
    storage().abort(pending.get(0));
    assertEquals(List.of(), storage().uploads(path("uploads")));
    assertEquals(1, storage().uploads(path("uploads-elsewhere")).size());
  }
}
