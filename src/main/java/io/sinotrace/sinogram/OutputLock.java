package io.sinotrace.sinogram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.ipc.RemoteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run at a time writes to an output: a file that is made only if it is not there, and removed
 * at the end. The lock of a run that died is taken over: on this host its process tells, of another
 * host (a machine of a cluster, a pod that was killed) that its heart no longer beats.
 */
final class OutputLock {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);

  /**
   * How fast hearts beat.
   *
   * @param beat between two signs of life
   * @param patience without one until a run is taken for dead: many beats, since a storage may be
   *     slow and a JVM busy collecting
   */
  record Pace(Duration beat, Duration patience) {
    static final Pace DEFAULT = new Pace(Duration.ofSeconds(10), Duration.ofMinutes(2));
  }

  private final FileSystem fs;
  private final Path file;

  /** Tells this lock from one that another run has put in its place. */
  private final String nonce;

  private final Heartbeat heartbeat;

  private OutputLock(FileSystem fs, Path file, String nonce, Duration beat) {
    this.fs = fs;
    this.file = file;
    this.nonce = nonce;
    this.heartbeat = new Heartbeat(fs, heartbeat(file, nonce), beat);
  }

  /**
   * Takes the lock. Where a run on another host holds it this waits for a sign of life, the
   * patience at most.
   *
   * @throws OutputInUseException if another run holds it
   */
  static OutputLock take(FileSystem fs, Path file, Pace pace) throws IOException {
    String nonce = UUID.randomUUID().toString();
    byte[] mine = JSON.writeValueAsBytes(owner(nonce));
    if (!create(fs, file, mine)) {
      JsonNode other = read(fs, file);
      Path beats = heartbeat(file, other.path("nonce").asText());
      if (alive(other, fs, beats, pace)) {
        throw new OutputInUseException(
            "%s: in use by process %s on %s since %s"
                .formatted(
                    file.getParent().getParent(),
                    other.path("pid").asText("?"),
                    other.path("host").asText("?"),
                    other.path("since").asText("?")));
      }
      // Of several runs that find the same dead lock, one moves it away; what the others might move
      // is the new one, and they see that it is.
      Path aside = new Path(file.getParent(), "lock-" + nonce);
      if (!fs.rename(file, aside) || !read(fs, aside).equals(other)) {
        if (fs.exists(aside) && !fs.exists(file)) {
          fs.rename(aside, file);
        }
        throw begun(file);
      }
      fs.delete(aside, false);
      fs.delete(beats, false);
      if (!create(fs, file, mine)) {
        throw begun(file);
      }
    }
    return new OutputLock(fs, file, nonce, pace.beat());
  }

  private static Path heartbeat(Path file, String nonce) {
    return new Path(file.getParent(), "heartbeat-" + nonce);
  }

  private static OutputInUseException begun(Path file) {
    return new OutputInUseException(
        "%s: another run has just begun there".formatted(file.getParent().getParent()));
  }

  /**
   * Checks that no other run has taken the lock over, as it may have of a machine that stood still
   * for long.
   *
   * @throws OutputInUseException if one has
   */
  void check() {
    if (!isOurs()) {
      throw new OutputInUseException(
          "%s: another run took this one for dead and has begun there"
              .formatted(file.getParent().getParent()));
    }
  }

  void release() throws IOException {
    heartbeat.close();
    if (isOurs()) {
      fs.delete(file, false);
    }
  }

  private boolean isOurs() {
    return read(fs, file).path("nonce").asText().equals(nonce);
  }

  private static boolean create(FileSystem fs, Path file, byte[] content) throws IOException {
    try {
      if (fs instanceof RawLocalFileSystem local) {
        // Hadoop's local file system looks and then creates; this is one step.
        Files.write(local.pathToFile(file).toPath(), content, StandardOpenOption.CREATE_NEW);
      } else {
        OutputStream out;
        try {
          out = fs.create(file, false);
        } catch (RemoteException e) {
          // What HDFS says of a file that another run has made and not closed yet.
          if (fs.exists(file)) {
            return false;
          }
          throw e;
        }
        try (out) {
          out.write(content);
        }
      }
      return true;
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  private static JsonNode read(FileSystem fs, Path file) {
    try (InputStream in = fs.open(file)) {
      return JSON.readTree(in);
    } catch (IOException e) {
      // Being written, or just removed: in either case another run is there.
      return JSON.createObjectNode();
    }
  }

  private static boolean alive(JsonNode owner, FileSystem fs, Path beats, Pace pace)
      throws IOException {
    if (host().isEmpty() || !owner.path("host").asText().equals(host())) {
      LOG.warn(
          "{} is locked by a run on {}: waiting for a sign of life, for {} s at most",
          beats.getParent().getParent(),
          owner.path("host").asText("?"),
          pace.patience().toSeconds());
      return Heartbeat.watch(fs, beats, pace.beat().dividedBy(4), pace.patience());
    }
    return ProcessHandle.of(owner.path("pid").asLong())
        .map(process -> started(process).equals(owner.path("started").asText()))
        .orElse(false);
  }

  private static Map<String, Object> owner(String nonce) {
    Map<String, Object> owner = new LinkedHashMap<>();
    owner.put("nonce", nonce);
    owner.put("host", host());
    owner.put("pid", ProcessHandle.current().pid());
    owner.put("started", started(ProcessHandle.current()));
    owner.put("since", Instant.now().toString());
    return owner;
  }

  /** Returns this host's name; empty where it has none, as in some containers. */
  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** A process number alone may have been given to another process since. */
  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }
}
