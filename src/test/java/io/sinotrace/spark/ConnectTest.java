package io.sinotrace.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.spark.functions.SinotraceExtensions;
import io.sinotrace.spark.functions.SinotraceFunctions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table through Spark Connect: a server in a JVM, and in another a client that has Spark's own
 * client library and nothing of Sinotrace.
 */
class ConnectTest {
  private static final Pattern STARTED = Pattern.compile("server started at: \\S+:(\\d+)");
  private static final long PATIENCE_SECONDS = 120;

  @TempDir Path temp;

  @Test
  void aRemoteClientGetsTheSameRows() throws Exception {
    String version = SparkSessions.local().version();
    Path jars = Path.of("target/spark-connect");
    Path server = jars.resolve("spark-connect_2.13-" + version + ".jar");
    assumeTrue(Files.exists(server), "not fetched: mvn dependency:copy@spark-connect");
    Path client = jars.resolve("spark-connect-client-jvm_2.13-" + version + ".jar");
    Path shims = jars.resolve("spark-connect-shims_2.13-" + version + ".jar");

    Samples.volume(temp.resolve("volume.npy"), 17, 15, 21, 5);
    String description = Samples.description(temp.resolve("cone.yaml"), Samples.CONE);

    // When the client releases its session, the server misses Spark's ML and says so; no harm is
    // done.
    Process serving =
        start(
            "server",
            classPath(entry -> true, server),
            List.of(
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Dspark.connect.grpc.binding.address=127.0.0.1",
                "-Dspark.connect.grpc.binding.port=0",
                "-Dspark.sql.extensions=" + SinotraceExtensions.class.getName()),
            "org.apache.spark.sql.connect.service.SparkConnectServer");
    List<Process> started = new ArrayList<>(List.of(serving));
    try {
      // The client brings these classes itself, made for it; ours but one are not there to be used.
      Path only = temp.resolve("client-classes");
      String name = RemoteClient.class.getName().replace('.', '/') + ".class";
      Files.createDirectories(only.resolve(name).getParent());
      Files.copy(Path.of("target/test-classes", name), only.resolve(name));
      Process asking =
          start(
              "client",
              classPath(
                  entry ->
                      !entry.matches(
                          ".*/(classes|test-classes)|.*/spark-(core|sql|sql-api|catalyst)_.*"),
                  client,
                  shims,
                  only),
              List.of(),
              RemoteClient.class.getName(),
              "sc://127.0.0.1:" + port(serving),
              description);
      started.add(asking);
      assertTrue(asking.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), this::logs);
      assertEquals(0, asking.exitValue(), this::logs);
    } finally {
      for (Process process : started) {
        // Given time, it clears away its temporary files.
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
    }
    List<String> lines = Files.readAllLines(log("client"));
    assertEquals(
        List.of("client org.apache.spark.sql.connect.SparkSession"), lines("client", lines));
    assertEquals(expectedPart(description), lines("part", lines));
    assertEquals(expectedTransmission(description), lines("function", lines));
    String refused = String.join("\n", lines("refused", lines));
    assertTrue(refused.contains("/no/such.yaml: there is no such file"), this::logs);
  }

  private static List<String> lines(String word, List<String> all) {
    return all.stream().filter(line -> line.startsWith(word + " ")).toList();
  }

  /** From the scalar tracer, in this JVM. */
  private static Dataset<Row> scalar(String description) {
    return SparkSessions.local()
        .read()
        .format("sinotrace")
        .option("compute.backend", "scalar")
        .load(description);
  }

  private static List<String> expectedPart(String description) {
    List<String> lines = new ArrayList<>();
    for (Row row : scalar(description).where("row = 10").orderBy("view").collectAsList()) {
      int view = row.getAs("view");
      if (view >= 3 && view <= 5) {
        lines.add("part " + view + " 10 " + row.getList(row.fieldIndex("line_integral")));
      }
    }
    assertEquals(3, lines.size());
    return lines;
  }

  private static List<String> expectedTransmission(String description) {
    SparkSession spark = SparkSessions.local();
    SinotraceFunctions.register(spark);
    List<String> lines = new ArrayList<>();
    scalar(description)
        .selectExpr("view", "row", "sinotrace_transmission(line_integral)")
        .where("row = 7")
        .orderBy("view")
        .collectAsList()
        .forEach(row -> lines.add("function " + row.getInt(0) + " 7 " + row.getList(2)));
    assertEquals(13, lines.size());
    return lines;
  }

  private static String classPath(Predicate<String> kept, Path... first) {
    List<String> entries = new ArrayList<>();
    for (Path path : first) {
      entries.add(path.toString());
    }
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(kept)
        .forEach(entries::add);
    return entries.stream().collect(Collectors.joining(File.pathSeparator));
  }

  private Process start(
      String name, String classPath, List<String> options, String main, String... arguments)
      throws IOException {
    Path home = Path.of("").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("conf/jvm.options"));
    // The server tells its port in the log.
    command.add("-Dlog4j2.level=info");
    command.add("-Djava.io.tmpdir=" + temp);
    command.addAll(ChildJvm.QUICK_START);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log(name).toFile())
        .start();
  }

  private int port(Process server) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end && server.isAlive()) {
      Matcher started = STARTED.matcher(Files.readString(log("server")));
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
      Thread.sleep(100);
    }
    throw new IOException(logs());
  }

  private Path log(String name) {
    return temp.resolve(name + ".log");
  }

  private String logs() {
    try {
      return "== server\n"
          + Files.readString(log("server"), UTF_8)
          + "== client\n"
          + (Files.exists(log("client")) ? Files.readString(log("client"), UTF_8) : "");
    } catch (IOException e) {
      return e.toString();
    }
  }
}
