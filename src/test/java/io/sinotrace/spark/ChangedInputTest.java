package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.cli.Cli;
import io.sinotrace.volume.io.HookedFileSystem;
import io.sinotrace.volume.io.HookedFileSystem.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is traced and what the manifest says are the same bytes, whatever is done to the files. */
class ChangedInputTest {
  private static final String HOOKED = "spark.hadoop.fs.hooked.impl";
  private static final String CONE =
      """
      volume: {path: a.mhd, units: per-mm}
      geometry:
        type: cone
        source-to-axis: 60
        source-to-detector: 100
        detector: {rows: 5, columns: 7, pixel: 3}
        views: {count: 4}
      output: {path: out, overwrite: true}
      """;

  private final SparkSession spark = SparkSessions.local();
  private final AtomicLong clock = new AtomicLong(1_000_000_000);

  @TempDir Path temp;
  private String description = "";

  @BeforeEach
  void makeInput() {
    header("a");
    voxels("a", 1);
    description = Samples.description(temp.resolve("cone.yaml"), CONE);
    // Where the command looks, and the session that it joins.
    System.setProperty(HOOKED, HookedFileSystem.class.getName());
    spark
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.hooked.impl", HookedFileSystem.class.getName());
  }

  @AfterEach
  void unhook() {
    HookedFileSystem.before((request, path) -> {});
    System.clearProperty(HOOKED);
  }

  private void header(String name) {
    Samples.description(
        temp.resolve(name + ".mhd"),
        """
        NDims = 3
        DimSize = 6 5 4
        ElementSpacing = 2 2 2
        ElementType = MET_UCHAR
        ElementDataFile = %s.raw
        """
            .formatted(name));
  }

  /** Replaces all voxels by one value, at a time of its own. */
  private synchronized void voxels(String name, int value) {
    byte[] bytes = new byte[120];
    Arrays.fill(bytes, (byte) value);
    try {
      // In one step: a reader sees the old voxels or the new ones, never half of them.
      Path fresh = Files.write(temp.resolve(name + ".new"), bytes);
      Files.setLastModifiedTime(fresh, FileTime.fromMillis(clock.addAndGet(1000)));
      Files.move(fresh, temp.resolve(name + ".raw"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] pixels(Dataset<Row> rows) {
    List<Row> all =
        rows.select("line_integral").where("scan = 'a'").orderBy("view", "row").collectAsList();
    float[] pixels = new float[4 * 5 * 7];
    int at = 0;
    for (Row row : all) {
      for (Object pixel : row.getList(0)) {
        pixels[at++] = (Float) pixel;
      }
    }
    assertEquals(pixels.length, at);
    return pixels;
  }

  private float[] written() {
    return pixels(spark.read().parquet(temp.resolve("out/sinogram").toString()));
  }

  private float[] queried() {
    return pixels(spark.read().format("sinotrace").load(description));
  }

  /** Line integrals through {@code value} in every voxel: those through ones, so often. */
  private static float[] times(float[] ones, int value) {
    float[] all = ones.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] *= value;
    }
    return all;
  }

  private void assertManifestNamesTheVoxelsThere() throws Exception {
    byte[] raw = Files.readAllBytes(temp.resolve("a.raw"));
    Path second = temp.resolve("out/scans/a.2.json");
    Path newest = Files.exists(second) ? second : temp.resolve("out/scans/a.json");
    assertEquals(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw)),
        new ObjectMapper().readTree(newest.toFile()).path("inputs_sha256").path("a.raw").asText());
  }

  @Test
  void aPartnerThatIsReplacedInALongLivedJvmIsReadAgain() throws Exception {
    assertEquals(0, Cli.run("run", description).code());
    float[] ones = written();
    assertNotEquals(0f, ones[ones.length / 2]);
    assertArrayEquals(ones, queried());
    assertManifestNamesTheVoxelsThere();

    // The header, and the length of both files, stay as they are. A power of two scales exactly.
    voxels("a", 2);
    assertArrayEquals(times(ones, 2), queried());
    voxels("a", 4);
    assertEquals(0, Cli.run("run", description).code());
    assertArrayEquals(times(ones, 4), written());
    assertManifestNamesTheVoxelsThere();
  }

  /** Before a task first looks at the voxels, and after it has looked but not yet read. */
  @ParameterizedTest
  @EnumSource(Request.class)
  void whatIsReplacedOnceWhileATaskReadsItIsTracedAsItIsThen(Request when) throws Exception {
    assertEquals(0, Cli.run("run", description).code());
    float[] ones = written();
    assertTrue(FileUtil.fullyDelete(temp.resolve("out").toFile()));

    AtomicInteger looks = new AtomicInteger();
    HookedFileSystem.before(
        (request, path) -> {
          if (request == when && byATask(path) && looks.getAndIncrement() == 0) {
            voxels("a", 2);
          }
        });
    Cli.Result result = Cli.run("run", description, "volume.path=hooked:" + temp + "/a.mhd");
    assertEquals(0, result.code(), result.err());
    assertTrue(looks.get() > 1, "traced but once");
    assertArrayEquals(times(ones, 2), written());
    assertManifestNamesTheVoxelsThere();
  }

  @ParameterizedTest
  @EnumSource(Request.class)
  void whatChangesAllTheTimeIsSetAside(Request when) {
    header("b");
    voxels("b", 1);
    AtomicInteger looks = new AtomicInteger();
    HookedFileSystem.before(
        (request, path) -> {
          if (request == when && byATask(path)) {
            voxels("a", 1 + looks.incrementAndGet() % 100);
          }
        });
    String file = "hooked:" + temp + "/a.mhd";
    Cli.Result alone = Cli.run("run", description, "volume.path=" + file);
    assertEquals(2, alone.code(), alone.toString());
    String why =
        "a: %s: changed while it was read: expected files that are not being written"
            .formatted(file);
    assertEquals("error: %s%n".formatted(why), alone.err());
    assertFalse(Files.exists(temp.resolve("out/scans/a.json")));
    assertFalse(Files.exists(temp.resolve("out/sinogram/scan=a")));

    Cli.Result batch =
        Cli.run("run", description, "volume.path=hooked:" + temp + "/*.mhd", "volume.min-age=0");
    assertEquals(3, batch.code(), batch.toString());
    assertTrue(
        batch.out().endsWith("1 done; 1 set aside: see %s/out/set-aside.json%n".formatted(temp)),
        batch.toString());
    assertTrue(Files.exists(temp.resolve("out/scans/b.json")));
    assertFalse(Files.exists(temp.resolve("out/scans/a.json")));
  }

  private static boolean byATask(org.apache.hadoop.fs.Path path) {
    return path.getName().equals("a.raw")
        && Thread.currentThread().getName().startsWith("Executor task launch worker");
  }
}
