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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * One run at a time writes to an output: a file that is made only if it is not there, and removed
 * at the end. A run that died on this host is found by its process; its lock is taken over.
 */
final class OutputLock {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem fs;
  private final Path file;

  /** Tells this lock from one that another run has put in its place. */
  private final String nonce;

  private OutputLock(FileSystem fs, Path file, String nonce) {
    this.fs = fs;
    this.file = file;
    this.nonce = nonce;
  }

  /**
   * Takes the lock.
   *
   * @throws OutputInUseException if another run holds it
   */
  static OutputLock take(FileSystem fs, Path file) throws IOException {
    String nonce = UUID.randomUUID().toString();
    byte[] mine = JSON.writeValueAsBytes(owner(nonce));
    if (!create(fs, file, mine)) {
      JsonNode other = read(fs, file);
      if (!dead(other)) {
        throw new OutputInUseException(
            "%s: in use by process %s on %s since %s; if that run is dead, remove %s"
                .formatted(
                    file.getParent().getParent(),
                    other.path("pid").asText("?"),
                    other.path("host").asText("?"),
                    other.path("since").asText("?"),
                    file));
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
      if (!create(fs, file, mine)) {
        throw begun(file);
      }
    }
    return new OutputLock(fs, file, nonce);
  }

  private static OutputInUseException begun(Path file) {
    return new OutputInUseException(
        "%s: another run has just begun there".formatted(file.getParent().getParent()));
  }

  void release() throws IOException {
    if (read(fs, file).path("nonce").asText().equals(nonce)) {
      fs.delete(file, false);
    }
  }

  private static boolean create(FileSystem fs, Path file, byte[] content) throws IOException {
    try {
      if (fs instanceof RawLocalFileSystem local) {
        // Hadoop's local file system looks and then creates; this is one step.
        Files.write(local.pathToFile(file).toPath(), content, StandardOpenOption.CREATE_NEW);
      } else {
        try (OutputStream out = fs.create(file, false)) {
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

  private static boolean dead(JsonNode owner) {
    if (host().isEmpty() || !owner.path("host").asText().equals(host())) {
      return false;
    }
    return ProcessHandle.of(owner.path("pid").asLong())
        .map(process -> !started(process).equals(owner.path("started").asText()))
        .orElse(true);
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
