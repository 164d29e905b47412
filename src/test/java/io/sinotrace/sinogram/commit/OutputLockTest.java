package io.sinotrace.sinogram.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks of other machines. What they do on one machine is in {@link SinogramDatasetTest}. */
class OutputLockTest {
  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final OutputLock.Timing TIMING =
      new OutputLock.Timing(INTERVAL, Duration.ofMillis(500));

  /** Of a run that must not count as dead while a test waits. */
  private static final OutputLock.Timing PATIENT =
      new OutputLock.Timing(INTERVAL, Duration.ofMinutes(1));

  private static final String ELSEWHERE =
      "{\"nonce\": \"n\", \"host\": \"elsewhere.example\", \"pid\": 1, \"since\": \"dawn\"}";

  @TempDir java.nio.file.Path temp;
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private Path file = new Path("/");
  private java.nio.file.Path local = java.nio.file.Path.of("/");

  @BeforeEach
  void locate() throws IOException {
    file = new Path(new Path(temp.toUri()), "out/_staging/lock.json");
    local = Files.createDirectories(temp.resolve("out/_staging")).resolve("lock.json");
  }

  private Storage storage() throws IOException {
    return Storage.of(file, new Configuration());
  }

  private OutputLock take(OutputLock.Timing timing) throws IOException {
    return OutputLock.take(storage(), file, timing, said::add);
  }

  private List<String> files() throws IOException {
    try (Stream<java.nio.file.Path> all = Files.list(temp.resolve("out/_staging"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunElsewhereWhoseHeartBeatsKeepsItsOutput() throws IOException {
    Files.writeString(local, ELSEWHERE);
    Heartbeat other =
        new Heartbeat(storage(), new Path(file.getParent(), "heartbeat"), INTERVAL, () -> true);
    try (other) {
      OutputInUseException e = assertThrows(OutputInUseException.class, () -> take(PATIENT));
      assertEquals(
          temp.resolve("out") + ": in use by process 1 on elsewhere.example since dawn",
          e.getMessage());
    }
    assertEquals(ELSEWHERE, Files.readString(local));
    assertEquals(
        List.of(
            ("%s: held by process 1 on elsewhere.example since dawn: waiting up to 60 s for a sign of"
                    + " life (if that run is dead, remove %s)")
                .formatted(temp.resolve("out"), local)),
        said);
  }

  @ParameterizedTest
  @ValueSource(strings = {ELSEWHERE, "", "{\"nonce\": \"n\", \"host\""})
  void aRunElsewhereThatDiedLosesIt(String content) throws IOException {
    Files.writeString(local, content);
    Files.writeString(local.resolveSibling("heartbeat"), "17");
    // Of a run that died while it took it over.
    Files.writeString(local.resolveSibling("takeover.json"), ELSEWHERE);
    OutputLock lock = take(TIMING);
    lock.check();
    assertFalse(Files.readString(local).contains("elsewhere"));
    assertEquals(temp.resolve("out") + ": no sign of life; taking it over", said.get(1));
    lock.release();
    assertEquals(List.of(), files());
  }

  @Test
  void whatBearsOurNameIsNotAlwaysThisMachine() throws IOException {
    LockOwner here = LockOwner.here();
    assertTrue(here.isOnThisMachine() && here.lives());
    LockOwner there =
        new LockOwner("n", here.host(), "another start", here.pid(), here.started(), "dawn");
    assertFalse(there.isOnThisMachine());
    assertEquals(there, LockOwner.parse(there.json()));
    Files.write(local, there.json());
    take(TIMING).release();
    assertEquals(2, said.size());
  }

  @Test
  void aRunElsewhereThatEndsIsNotWaitedForAnyLonger() throws Exception {
    Files.writeString(local, ELSEWHERE);
    ExecutorService background = Executors.newSingleThreadExecutor();
    try {
      Future<OutputLock> waiting = background.submit(() -> take(PATIENT));
      while (said.isEmpty()) {
        Thread.sleep(1);
      }
      // It takes what it made away, the directories too.
      assertTrue(FileUtil.fullyDelete(temp.resolve("out").toFile()));
      waiting.get().release();
    } finally {
      background.shutdownNow();
    }
    assertEquals(1, said.size());
  }

  @Test
  void whoeverHoldsItGivesSignsOfLifeUntilTheEnd() throws Exception {
    OutputLock lock = take(TIMING);
    java.nio.file.Path heartbeat = local.resolveSibling("heartbeat");
    while (!Files.exists(heartbeat)) {
      Thread.sleep(1);
    }
    FileTime first = Files.getLastModifiedTime(heartbeat);
    while (Files.getLastModifiedTime(heartbeat).equals(first)) {
      Thread.sleep(1);
    }
    lock.release();
    assertEquals(List.of(), files());
  }

  @Test
  void aRunThatLostItsLockNoticesAndWritesNoHeartbeat() throws Exception {
    OutputLock lock = take(TIMING);
    lock.check();
    Files.writeString(local, ELSEWHERE);
    OutputInUseException e = assertThrows(OutputInUseException.class, lock::check);
    assertTrue(e.getMessage().contains("another run considered this one dead"), e.getMessage());
    // A write that was under way checked the lock before it was taken over.
    Thread.sleep(5 * INTERVAL.toMillis());
    Files.deleteIfExists(local.resolveSibling("heartbeat"));
    Thread.sleep(5 * INTERVAL.toMillis());
    assertEquals(List.of("lock.json"), files());
    lock.release();
    assertEquals(List.of("lock.json"), files());
  }

  /** All find the same dead lock at once: one gets it, and nothing befalls the others. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofManyOneTakesItOver(boolean elsewhere) throws Exception {
    LockOwner here = LockOwner.here();
    byte[] died =
        elsewhere
            ? ELSEWHERE.getBytes(UTF_8)
            : new LockOwner("n", here.host(), here.machine(), 0, "never", "dawn").json();
    OutputLock.Timing hasty = new OutputLock.Timing(INTERVAL, Duration.ofMillis(50));
    ExecutorService background = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 50; round++) {
        Files.write(local, died);
        AtomicInteger refused = new AtomicInteger();
        List<Future<OutputLock>> all = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
          all.add(
              background.submit(
                  () -> {
                    try {
                      return take(hasty);
                    } catch (OutputInUseException e) {
                      refused.incrementAndGet();
                      return null;
                    }
                  }));
        }
        OutputLock taken = null;
        for (Future<OutputLock> run : all) {
          OutputLock lock = run.get();
          if (lock != null) {
            taken = lock;
          }
        }
        assertEquals(3, refused.get());
        if (taken != null) {
          taken.check();
          taken.release();
        }
        assertEquals(List.of(), files());
      }
    } finally {
      background.shutdownNow();
    }
  }

  @Test
  void aLockThatMayNotBeReadIsNoDeadRuns() throws IOException {
    Files.writeString(local, ELSEWHERE);
    Configuration conf = new Configuration();
    conf.set("fs.locked.impl", Locked.class.getName());
    Path lock = new Path("locked://" + local);
    assertThrows(
        AccessControlException.class,
        () -> OutputLock.take(Storage.of(lock, conf), lock, TIMING, said::add));
    assertEquals(ELSEWHERE, Files.readString(local));
  }

  @Test
  void whatIsNoFileIsNotWaitedForInVain() throws IOException {
    Files.createSymbolicLink(local, temp.resolve("nowhere"));
    IOException e = assertThrows(IOException.class, () -> take(TIMING));
    assertEquals(local + " can be neither made nor read", e.getMessage());
  }

  /** Local files that may be listed and made, and not read. */
  public static final class Locked extends RawLocalFileSystem {
    @Override
    public java.net.URI getUri() {
      return java.net.URI.create("locked:///");
    }

    @Override
    public String getScheme() {
      return "locked";
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
      throw new AccessControlException("user=nobody, access=READ");
    }
  }
}
