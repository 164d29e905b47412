package io.sinotrace.sinogram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks of other hosts. What they do on one host is in {@link SinogramDatasetTest}. */
class OutputLockTest {
  private static final Duration BEAT = Duration.ofMillis(20);
  private static final OutputLock.Pace PACE = new OutputLock.Pace(BEAT, Duration.ofMillis(500));

  /** Of a run that is never to be taken for dead while a test waits. */
  private static final OutputLock.Pace PATIENT = new OutputLock.Pace(BEAT, Duration.ofMinutes(1));

  @TempDir java.nio.file.Path temp;
  private FileSystem fs = new RawLocalFileSystem();
  private Path file = new Path("/");

  @BeforeEach
  void locate() throws IOException {
    fs = Storage.of(new Path(temp.toUri()), new Configuration());
    file = new Path(new Path(temp.toUri()), "out/_staging/lock.json");
    Files.createDirectories(temp.resolve("out/_staging"));
  }

  private void lockedElsewhere(String content) throws IOException {
    Files.writeString(temp.resolve("out/_staging/lock.json"), content);
  }

  private static final String ELSEWHERE =
      "{\"nonce\": \"n\", \"host\": \"elsewhere.example\", \"pid\": 1, \"since\": \"dawn\"}";

  private List<String> files() throws IOException {
    try (Stream<java.nio.file.Path> all = Files.list(temp.resolve("out/_staging"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunElsewhereWhoseHeartBeatsKeepsItsOutput() throws IOException {
    lockedElsewhere(ELSEWHERE);
    Heartbeat other = new Heartbeat(fs, new Path(file.getParent(), "heartbeat-n"), BEAT);
    try (other) {
      OutputInUseException e =
          assertThrows(OutputInUseException.class, () -> OutputLock.take(fs, file, PATIENT));
      assertEquals(
          file.getParent().getParent() + ": in use by process 1 on elsewhere.example since dawn",
          e.getMessage());
    }
    assertEquals(ELSEWHERE, Files.readString(temp.resolve("out/_staging/lock.json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {ELSEWHERE, "", "{\"nonce\": \"n\", \"host\""})
  void aRunElsewhereThatDiedLosesIt(String content) throws IOException {
    lockedElsewhere(content);
    Files.writeString(temp.resolve("out/_staging/heartbeat-n"), "17");
    OutputLock lock = OutputLock.take(fs, file, PACE);
    lock.check();
    assertFalse(Files.readString(temp.resolve("out/_staging/lock.json")).contains("elsewhere"));
    lock.release();
    // Of one whose lock is unreadable nobody knows which heartbeat was its own.
    assertEquals(content.equals(ELSEWHERE) ? List.of() : List.of("heartbeat-n"), files());
  }

  @Test
  void whoeverHoldsItGivesSignsOfLifeUntilTheEnd() throws IOException {
    OutputLock lock = OutputLock.take(fs, file, PACE);
    String content = Files.readString(temp.resolve("out/_staging/lock.json"));
    String heartbeat = "heartbeat-" + new ObjectMapper().readTree(content).path("nonce").asText();
    assertTrue(
        Heartbeat.watch(fs, new Path(file.getParent(), heartbeat), BEAT, Duration.ofMinutes(1)));
    lock.release();
    assertEquals(List.of(), files());
  }

  @Test
  void aRunThatWasTakenForDeadSeesIt() throws IOException {
    OutputLock lock = OutputLock.take(fs, file, PACE);
    lock.check();
    lockedElsewhere(ELSEWHERE);
    OutputInUseException e = assertThrows(OutputInUseException.class, lock::check);
    assertTrue(e.getMessage().contains("another run took this one for dead"), e.getMessage());
    lock.release();
    assertEquals(List.of("lock.json"), files());
  }
}
