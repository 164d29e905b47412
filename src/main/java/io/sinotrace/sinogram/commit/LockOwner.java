package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The run that holds an output, as its lock file describes it.
 *
 * @param nonce unique to this lock
 * @param host name of the machine; empty where it has none, as in some containers
 * @param machine distinguishes machines, and containers on them, of the same name; empty where the
 *     system does not tell (it is not Linux)
 * @param pid number of the process
 * @param started when the process started: numbers are used again
 * @param since when the lock was taken
 */
record LockOwner(
    String nonce, String host, String machine, long pid, String started, String since) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns this process, for a lock of its own. */
  static LockOwner here() {
    return new LockOwner(
        UUID.randomUUID().toString(),
        hostHere(),
        machineHere(),
        ProcessHandle.current().pid(),
        started(ProcessHandle.current()),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Returns what a lock file holds. */
  byte[] json() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /** Reads a lock file; what is missing in an incomplete one is empty. */
  static LockOwner parse(byte[] json) {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (IOException e) {
      node = JSON.createObjectNode();
    }
    return new LockOwner(
        node.path("nonce").asText(),
        node.path("host").asText(),
        node.path("machine").asText(),
        node.path("pid").asLong(),
        node.path("started").asText(),
        node.path("since").asText());
  }

  /** Returns whether its process is, or was, one of this machine. */
  boolean isOnThisMachine() {
    return !host.isEmpty() && host.equals(hostHere()) && machine.equals(machineHere());
  }

  /** Returns whether its process, one of this machine, is running. */
  boolean lives() {
    return ProcessHandle.of(pid).map(process -> started(process).equals(started)).orElse(false);
  }

  @Override
  public String toString() {
    return host.isEmpty()
        ? "a run of unknown origin"
        : "process %d on %s since %s".formatted(pid, host, since);
  }

  private static String hostHere() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** The id of this boot of the system, and of the namespace that process numbers belong to. */
  private static String machineHere() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }
}
