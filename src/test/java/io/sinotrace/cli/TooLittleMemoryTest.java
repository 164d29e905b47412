package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Resources;
import io.sinotrace.spark.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans that do not fit into memory, in JVMs that have little. */
class TooLittleMemoryTest {
  /** The exit code where no disk can be made. */
  private static final int NO_DISK = 77;

  /** The local disk. */
  private static final String LOCAL = "local";

  @TempDir Path temp;

  /**
   * Off the heap 32 MiB may be taken, of which 16 stay free, and 12 are for bands. One volume takes
   * 18.7, and a band of 32 of its slabs 15.0; of another bands take 7.6, for two tasks in turn;
   * another takes 16.8, and bands of it 3.3. Of one of a single slice the copy of backend simd has
   * lines of 33 voxels and takes 397 MiB.
   */
  @Test
  void whatDoesNotFitIsSetAsideAndTheOthersGoOn() throws Exception {
    assumeTrue(
        Backends.choose(Backends.AUTO, Resources.DEFAULT).backend().name().equals("simd"),
        "backend simd is not usable here");
    Samples.volume(temp.resolve("wide.npy"), 40, 350, 350, 5);
    Samples.volume(temp.resolve("deep.npy"), 70, 250, 250, 1);
    Samples.volume(temp.resolve("cube.npy"), 164, 164, 164, 4);
    Samples.volume(temp.resolve("flat.npy"), 1, 1700, 1700, 2);
    Samples.volume(temp.resolve("small.npy"), 7, 6, 5, 3);
    String description = description("{rows: 32, columns: 400, pixel: [0.003, 0.5]}", 100);
    Programs.Ran ran = run(List.of(), "run", description);
    assertEquals(3, ran.code(), ran.output());
    List<String> errors =
        ran.output().lines().filter(line -> line.startsWith("error: ")).sorted().toList();
    assertEquals(2, errors.size(), ran.output());
    assertTrue(
        errors
            .get(1)
            .startsWith(
                "error: wide: the volume takes 18.7 MiB off the heap, and this JVM may take 32.0"
                    + " MiB (-XX:MaxDirectMemorySize); set SINOTRACE_"),
        errors.get(1));
    assertTrue(
        errors
            .get(0)
            .startsWith(
                "error: flat: the copy of the volume that backend simd makes takes 470.1 MiB on"
                    + " the heap, "),
        errors.get(0));
    assertFalse(ran.output().contains("OutOfMemoryError"), ran.output());
    assertTrue(Files.exists(temp.resolve("out/scans/small.json")));
    assertTrue(Files.exists(temp.resolve("out/scans/cube.json")));
    assertTrue(Files.exists(temp.resolve("out/scans/deep.json")));
    assertFalse(Files.exists(temp.resolve("out/scans/wide.json")));
    assertFalse(Files.exists(temp.resolve("out/sinogram/scan=flat")));
  }

  /**
   * The disk has 20 MiB, of which a volume takes 27 once it turns out to have too many values for
   * 16 bits a voxel.
   */
  @Test
  @Tag("long")
  void aDiskThatIsFullInMidWriteIsNamedAndTheOthersGoOn() throws Exception {
    Samples.volume(temp.resolve("cube.npy"), 164, 164, 164, 4);
    Samples.volume(temp.resolve("small.npy"), 7, 6, 5, 3);
    String description = description("{rows: 8, columns: 8, pixel: 0.5}", 2);
    Programs.Ran ran = run(withADisk("20m"), "run", description);
    assumeTrue(ran.code() != NO_DISK, "no disk of 20 MiB can be made here: " + ran.output());
    assertEquals(3, ran.code(), ran.output());
    assertEquals(
        List.of(
            "error: cube: the volume does not fit into memory, and cannot be kept on the disk in "
                + temp.resolve(LOCAL)
                + " (spark.local.dir), where it takes up to 27.0 MiB: the disk is full, or fails"),
        ran.output().lines().filter(line -> line.startsWith("error: ")).toList());
    assertFalse(ran.output().contains("InternalError"), ran.output());
    assertFalse(ran.output().contains("left: "), ran.output());
    assertFalse(Files.exists(temp.resolve("out/scans/cube.json")));
    assertFalse(Files.exists(temp.resolve("out/sinogram/scan=cube")));
    Cli.Result verified = Cli.run("verify", temp.resolve("out").toString());
    assertEquals(0, verified.code(), verified.toString());
    assertTrue(Files.exists(temp.resolve("out/scans/small.json")));
  }

  /** Describes scans of all volumes that lie in the folder. */
  private String description(String detector, int views) {
    return Samples.description(
        temp.resolve("scan.yaml"),
        """
        volume: {path: '*.npy', units: per-mm, spacing: 0.1, min-age: 0}
        geometry:
          type: parallel
          detector: %s
          views: {count: %d}
        output: {path: out}
        """
            .formatted(detector, views));
  }

  /**
   * Returns a command that runs another whose local disk has so much, and then lists what is left
   * on it. Without privileges only processes that see no other's file systems may mount one, and on
   * some machines not even they.
   */
  private List<String> withADisk(String size) throws IOException, InterruptedException {
    Programs.assumeInstalled("unshare");
    List<String> apart = List.of("unshare", "--user", "--map-root-user", "--mount");
    List<String> tried = new ArrayList<>(apart);
    tried.add("true");
    Programs.Ran ran = Programs.run(Map.of(), tried.toArray(String[]::new));
    assumeTrue(ran.code() == 0, "processes cannot be kept apart here: " + ran.output());
    String disk = Files.createDirectory(temp.resolve(LOCAL)).toString();
    String script =
        """
        mount -t tmpfs -o size=%s none "$0" || exit %d
        "$@"
        code=$?
        find "$0" -mindepth 1 -printf 'left: %%P\\n'
        exit $code
        """
            .formatted(size, NO_DISK);
    List<String> command = new ArrayList<>(apart);
    command.addAll(List.of("sh", "-c", script, disk));
    return command;
  }

  @Test
  void aloneItIsAFailureAndNotBadInput() {
    assertEquals(ExitCode.DONE, ExitCode.of(2, 0, 0));
    assertEquals(ExitCode.SOME_SET_ASIDE, ExitCode.of(1, 2, 2));
    assertEquals(ExitCode.FAILED, ExitCode.of(0, 1, 1));
    assertEquals(ExitCode.BAD_INPUT, ExitCode.of(0, 1, 0));
  }

  /** Runs the command line in a JVM of its own, which has little memory, by another command. */
  private Programs.Ran run(List<String> by, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(by);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + Path.of("conf/jvm.options"),
            "-Dlog4j2.configurationFile=conf/log4j2.properties",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.local.dir=" + temp.resolve(LOCAL),
            "-Xmx480m",
            "-XX:MaxDirectMemorySize=32m",
            "-cp",
            System.getProperty("java.class.path"),
            "io.sinotrace.cli.Main"));
    command.addAll(List.of(args));
    return Programs.run(Map.of("SPARK_LOCAL_IP", "127.0.0.1"), command.toArray(String[]::new));
  }
}
