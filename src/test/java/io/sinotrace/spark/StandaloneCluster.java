package io.sinotrace.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.spark.executor.CoarseGrainedExecutorBackend;

/**
 * A Spark cluster of this machine: a master and workers in JVMs of their own, from the class path
 * of the tests. Workers may pretend to be on different hosts, which are addresses of the loopback.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final long READY_SECONDS = 60;

  private final Path folder;
  private final List<ChildJvm> jvms = new ArrayList<>();
  private final Map<String, Process> workers = new HashMap<>();
  private final Map<Long, String> addresses = new HashMap<>();
  private final String url;

  /**
   * What a command printed.
   *
   * @param code its exit code
   * @param out its output and errors
   */
  record Result(int code, String out) {}

  /**
   * Starts a master.
   *
   * @param folder where logs and the workers' files go
   */
  public StandaloneCluster(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    // An executor is started from SPARK_HOME, of which an empty jars/ is enough.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    int port = freePort();
    this.url = "spark://127.0.0.1:" + port;
    try {
      ChildJvm master =
          start(
              "master",
              Map.of(),
              List.of("-Dspark.master.rest.enabled=false", "-Dspark.ui.enabled=false"),
              "org.apache.spark.deploy.master.Master",
              List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0"));
      awaitPort(master, port);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(ChildJvm daemon, int port)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (System.nanoTime() < end && daemon.process().isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        Thread.sleep(200);
      }
    }
    throw new IOException("no master: " + daemon.said());
  }

  /** Returns the master's address, as {@code --master} takes it. */
  String url() {
    return url;
  }

  /**
   * Starts a worker of two cores with GPUs.
   *
   * @param host its address, 127.0.0.x; exclusion works by it
   * @param gpus the addresses that it finds
   * @param environment of it and of its executors
   */
  void addWorker(String host, List<String> gpus, Map<String, String> environment)
      throws IOException {
    Path discovery = folder.resolve("discover-" + host);
    Files.writeString(
        discovery,
        "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [%s]}'\n"
            .formatted(String.join(", ", gpus.stream().map(gpu -> '"' + gpu + '"').toList())));
    if (!discovery.toFile().setExecutable(true)) {
      throw new IOException(discovery + ": cannot be made executable");
    }
    addWorker(
        host,
        environment,
        List.of(
            "-Dspark.worker.resource.gpu.amount=" + gpus.size(),
            "-Dspark.worker.resource.gpu.discoveryScript=" + discovery));
  }

  /**
   * Starts a worker of two cores, at the address 127.0.0.x; another one if that of this address has
   * died.
   */
  public void addWorker(String host) throws IOException {
    addWorker(host, Map.of(), List.of());
  }

  private void addWorker(String host, Map<String, String> environment, List<String> options)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    all.add("-Dspark.ui.enabled=false");
    ChildJvm worker =
        start(
            "worker-" + host,
            environment,
            all,
            "org.apache.spark.deploy.worker.Worker",
            List.of(
                "--host",
                host,
                "--webui-port",
                "0",
                "--cores",
                "2",
                "--memory",
                "2g",
                "--work-dir",
                workFolder(host).toString(),
                url));
    workers.put(host, worker.process());
  }

  /** Returns where a worker keeps what its executors and drivers print. */
  Path workFolder(String host) {
    return folder.resolve("work-" + host);
  }

  /** Returns a worker's process. */
  public Process worker(String host) {
    return Objects.requireNonNull(workers.get(host));
  }

  /** Returns what a worker has started and what still runs: executors, drivers in cluster mode. */
  public List<ProcessHandle> startedBy(String host) {
    Process worker = worker(host);
    // The number of a process that has ended may be another's by now, with children of its own.
    return worker.isAlive() ? worker.children().toList() : List.of();
  }

  /** Returns the executors of a worker that still run; on Linux. */
  List<ProcessHandle> executors(String host) {
    return startedBy(host).stream()
        .filter(one -> commandLine(one).contains(CoarseGrainedExecutorBackend.class.getName()))
        .toList();
  }

  /** Returns the words of a process's command line; none if it has ended. */
  private static List<String> commandLine(ProcessHandle process) {
    try {
      // ProcessHandle gives no more than the first 4 KiB.
      Path line = Path.of("/proc/" + process.pid() + "/cmdline");
      return List.of(Files.readString(line).split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Submits a command of Sinotrace, with settings of Spark, and waits for its end. The classes are
   * on the class path: there is no jar to send.
   */
  Result submit(Map<String, String> settings, String... command)
      throws IOException, InterruptedException {
    return submit("spark-internal", settings, command);
  }

  /** As above, with a jar that Spark sends to those who need it. */
  Result submit(String jar, Map<String, String> settings, String... command)
      throws IOException, InterruptedException {
    ChildJvm driver = start(jar, settings, command);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!driver.process().waitFor(100, TimeUnit.MILLISECONDS)) {
      noteAddresses();
      if (System.nanoTime() > end) {
        throw new IOException("the driver does not end: " + driver.said() + logs());
      }
    }
    return new Result(driver.process().exitValue(), driver.said());
  }

  /** Begins what {@link #submit(Map, String...)} does. */
  public ChildJvm start(Map<String, String> settings, String... command) throws IOException {
    return start("spark-internal", settings, command);
  }

  private ChildJvm start(String jar, Map<String, String> settings, String... command)
      throws IOException {
    ChildJvm driver = ChildJvm.submit(log("driver"), url, jar, settings, command);
    jvms.add(driver);
    return driver;
  }

  /** Returns the GPU that Spark gave to each executor that was seen, by the executor's process. */
  Map<Long, String> addresses() {
    return Map.copyOf(addresses);
  }

  /** Reads from the command lines of executors what their workers gave them; on Linux. */
  private void noteAddresses() {
    for (ChildJvm daemon : jvms) {
      if (!daemon.process().isAlive()) {
        continue;
      }
      for (ProcessHandle child : daemon.process().children().toList()) {
        try {
          List<String> words = commandLine(child);
          int at = words.indexOf("--resourcesFile");
          if (at >= 0 && !addresses.containsKey(child.pid())) {
            JsonNode given = new ObjectMapper().readTree(Path.of(words.get(at + 1)).toFile());
            addresses.put(child.pid(), given.at("/0/addresses/0").asText());
          }
        } catch (IOException e) {
          // It has ended meanwhile.
        }
      }
    }
  }

  private ChildJvm start(
      String name,
      Map<String, String> environment,
      List<String> options,
      String main,
      List<String> arguments)
      throws IOException {
    ChildJvm jvm = ChildJvm.start(log(name), environment, options, main, arguments);
    jvms.add(jvm);
    return jvm;
  }

  /** Returns where a new JVM's output goes. */
  private Path log(String name) {
    return folder.resolve("%s-%d.log".formatted(name, jvms.size()));
  }

  /** Returns everything that was logged, to be shown when a test fails. */
  public String logs() {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".log") || name.equals("stderr")) {
          all.append("== ").append(folder.relativize(file)).append('\n');
          // What a worker starts, with the whole class path, is on a line of its own.
          Files.readString(file)
              .lines()
              .filter(line -> !line.matches("(Spark Executor|Launch) Command: .*"))
              .forEach(line -> all.append(line).append('\n'));
        }
      }
    } catch (IOException e) {
      all.append(e);
    }
    return all.toString();
  }

  /** Ends all JVMs: the youngest first, and what they started with them. */
  @Override
  public void close() {
    for (int i = jvms.size() - 1; i >= 0; i--) {
      end(jvms.get(i).process());
    }
  }

  private static void end(Process process) {
    if (!process.isAlive()) {
      // Its number may be another's by now, with children of its own.
      return;
    }
    // Asked for before it ends: then they would be nobody's.
    List<ProcessHandle> executors = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    executors.forEach(ProcessHandle::destroyForcibly);
  }
}
