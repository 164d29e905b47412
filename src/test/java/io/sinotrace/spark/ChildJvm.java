package io.sinotrace.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own with the class path of the tests. What Spark and its libraries leave on the disk
 * goes beside its log, since a JVM that is killed cleans nothing up.
 *
 * @param log where its output and its errors go
 */
public record ChildJvm(Process process, Path log) {
  /** For JVMs that live for seconds. */
  public static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /**
   * Starts one.
   *
   * @param environment added to that of this JVM
   * @param options beside those that Spark needs
   */
  static ChildJvm start(
      Path log,
      Map<String, String> environment,
      List<String> options,
      String main,
      List<String> arguments)
      throws IOException {
    Path scratch = Files.createDirectories(log.toAbsolutePath().resolveSibling("scratch"));
    Path home = Path.of("").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("conf/jvm.options"));
    command.add("-Dlog4j2.configurationFile=" + home.resolve("conf/log4j2.properties").toUri());
    command.add("-Djava.io.tmpdir=" + scratch);
    command.addAll(QUICK_START);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("SPARK_LOCAL_DIRS", scratch.toString());
    // Each is told its host; this would override it.
    builder.environment().remove("SPARK_LOCAL_IP");
    builder.environment().put("SPARK_LOCAL_HOSTNAME", "127.0.0.1");
    return new ChildJvm(builder.start(), log);
  }

  /**
   * Starts a driver: a command of Sinotrace, as {@code jobs/} submits it.
   *
   * @param jar that Spark sends to those who need it; {@code spark-internal} for none
   * @param settings of Spark
   */
  public static ChildJvm submit(
      Path log, String master, String jar, Map<String, String> settings, String... command)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--master", master));
    settings.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
    arguments.addAll(List.of("--class", "io.sinotrace.cli.Main", jar));
    arguments.addAll(List.of(command));
    return start(
        log, Map.of(), List.of("-Xmx512m"), "org.apache.spark.deploy.SparkSubmit", arguments);
  }

  /** Returns what it has printed so far. */
  public String said() throws IOException {
    return Files.readString(log);
  }
}
