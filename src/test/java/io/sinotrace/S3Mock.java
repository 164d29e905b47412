package io.sinotrace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * An S3 server of this machine with one bucket: Adobe's S3Mock in a JVM of its own, since it brings
 * other versions of what Spark brings. Fetched with {@code -Plong} only.
 */
public final class S3Mock implements AutoCloseable {
  private static final Path JAR = Path.of("target/s3mock-exec.jar");
  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";
  private static final Pattern STARTED =
      Pattern.compile("(?s)Tomcat started on .* ([0-9]+) \\(http\\).*Started S3MockApplication");
  private static final long READY_SECONDS = 120;

  private final Process process;
  private final Path log;
  private final int port;

  /** Of its own: Hadoop keeps a file system by the name of its bucket. */
  private final String bucket = "bucket-" + UUID.randomUUID();

  private S3Mock(Path folder) throws IOException, InterruptedException {
    log = folder.resolve("s3mock.log");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Djava.io.tmpdir=" + folder,
                "-jar",
                JAR.toString(),
                // Any that is free, for HTTPS and HTTP.
                "--server.port=0",
                "--com.adobe.testing.s3mock.http-port=0",
                "--com.adobe.testing.s3mock.store.root="
                    + Files.createDirectory(folder.resolve("s3")),
                "--com.adobe.testing.s3mock.store.initialBuckets=" + bucket)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    Matcher started = STARTED.matcher("");
    while (!started.reset(Files.readString(log)).find()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        close();
        throw new IOException(Files.readString(log));
      }
      Thread.sleep(100);
    }
    port = Integer.parseInt(started.group(1));
  }

  /**
   * Starts it; the test is skipped where it, or S3A, has not been fetched.
   *
   * @param folder where it keeps what it is given
   */
  public static S3Mock start(Path folder) throws IOException, InterruptedException {
    assumeTrue(Files.exists(JAR), "not fetched: mvn -Plong dependency:copy@s3mock");
    assumeTrue(isOnClassPath(S3A), "hadoop-aws is not on the class path: mvn -Plong");
    return new S3Mock(folder);
  }

  private static boolean isOnClassPath(String type) {
    try {
      Class.forName(type);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Returns a path in the bucket. */
  public String path(String key) {
    return "s3a://" + bucket + "/" + key;
  }

  /** Returns what S3A has to know, by the names of Hadoop's settings. */
  public Map<String, String> settings() {
    String of = "fs.s3a.bucket." + bucket + ".";
    return Map.of(
        of + "endpoint", "http://127.0.0.1:" + port,
        of + "endpoint.region", "us-east-1",
        of + "path.style.access", "true",
        of + "access.key", "anybody",
        of + "secret.key", "anything",
        of + "aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
  }

  /** Returns a configuration with the settings. */
  public Configuration conf() {
    Configuration conf = new Configuration();
    settings().forEach(conf::set);
    return conf;
  }

  /**
   * Leaves an object half written, as a process does that dies: of a size that S3A sends in parts.
   */
  public void leaveUnfinished(String key) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(path(key));
    Configuration conf = conf();
    conf.set("fs.s3a.multipart.size", "5M");
    conf.setBoolean("fs.s3a.impl.disable.cache", true);
    // Never closed.
    path.getFileSystem(conf).create(path).write(new byte[6 << 20]);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
