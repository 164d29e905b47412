package io.sinotrace.volume.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders that several processes share, and what remains of those that are killed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedFolderTest {
  @TempDir Path temp;

  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void endChildren() {
    children.forEach(Process::destroyForcibly);
  }

  /** Opens a folder, says so, and closes it when it is told to. */
  public static final class Child {
    private Child() {}

    /** Takes where, the name, and whether to hang while the files are made. */
    public static void main(String[] args) throws IOException {
      SharedFolder folder =
          SharedFolder.open(
              Path.of(args[0]),
              args[1],
              path -> {
                Files.writeString(path.resolve("half"), "a");
                if (Boolean.parseBoolean(args[2])) {
                  System.out.println("making");
                  System.in.read();
                }
                return made(path, Path.of(args[0]));
              });
      System.out.println(folder.index(String.class));
      if (System.in.read() == 'c') {
        folder.close();
        System.out.println("closed");
        System.in.read();
      }
    }
  }

  /** Makes the files; counts how often beside the folder. */
  private static String made(Path path, Path parent) throws IOException {
    Files.writeString(path.resolve("file"), "content");
    Files.writeString(
        parent.resolve("count"), "1", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return "made";
  }

  private BufferedReader child(String name, boolean hangs) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                temp.toString(),
                name,
                String.valueOf(hangs))
            .redirectErrorStream(true)
            .start();
    children.add(child);
    return child.inputReader();
  }

  private void tell(int child, char what) throws IOException {
    children.get(child).getOutputStream().write(what);
    children.get(child).getOutputStream().flush();
  }

  private List<Path> folders() {
    try (Stream<Path> all = Files.list(temp)) {
      return all.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SharedFolder open(String name) throws IOException {
    return SharedFolder.open(temp, name, path -> made(path, temp));
  }

  private String name(Path folder) {
    String name = folder.getFileName().toString();
    return name.substring(name.lastIndexOf('-') + 1);
  }

  @Test
  void processesShareWhatOneOfThemMadeAndTheLastRemovesIt() throws IOException {
    BufferedReader first = child("a", false);
    assertEquals("made", first.readLine());
    try (SharedFolder second = open("a");
        SharedFolder again = open("a")) {
      assertEquals("1", Files.readString(temp.resolve("count")));
      assertEquals("made", second.index(String.class));
      assertEquals(second.path(), again.path());
      tell(0, 'c');
      assertEquals("closed", first.readLine());
      assertEquals("content", Files.readString(second.path().resolve("file")));
      assertEquals(1, folders().size());
    }
    assertEquals(List.of(), folders());
  }

  /** Tasks of one JVM that want other volumes go on; those that want the same one wait for it. */
  @Test
  void whileOneIsMadeOthersAreOpenedAndClosed() throws Exception {
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<SharedFolder> slow =
          threads.submit(
              () ->
                  SharedFolder.open(
                      temp,
                      "slow",
                      path -> {
                        making.countDown();
                        try {
                          goOn.await();
                        } catch (InterruptedException e) {
                          throw new IOException(e);
                        }
                        return made(path, temp);
                      }));
      making.await();
      Future<SharedFolder> same = threads.submit(() -> open("slow"));
      try (SharedFolder other = open("other")) {
        assertEquals("made", other.index(String.class));
      }
      assertEquals(List.of("slow"), folders().stream().map(this::name).toList());
      assertFalse(same.isDone());
      goOn.countDown();
      assertEquals(slow.get(), same.get());
      slow.get().close();
      same.get().close();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aProcessThatEndsRemovesIt() throws Exception {
    BufferedReader child = child("a", false);
    assertEquals("made", child.readLine());
    assertEquals(1, folders().size());
    tell(0, 'x');
    assertEquals(0, children.get(0).waitFor());
    assertEquals(List.of(), folders());
  }

  @Test
  void leftoversOfAKilledProcessGoWithTheNext() throws Exception {
    BufferedReader killed = child("a", false);
    assertEquals("made", killed.readLine());
    BufferedReader alive = child("b", false);
    assertEquals("made", alive.readLine());
    children.get(0).destroyForcibly().waitFor();
    assertEquals(2, folders().size());
    try (SharedFolder other = open("c")) {
      List<Path> left = folders();
      assertEquals(2, left.size());
      assertTrue(left.contains(other.path()));
      assertTrue(left.stream().anyMatch(path -> path.toString().endsWith("-b")));
    }
  }

  @Test
  void halfOfWhatAKilledProcessMadeIsMadeAnew() throws Exception {
    BufferedReader killed = child("a", true);
    assertEquals("making", killed.readLine());
    children.get(0).destroyForcibly().waitFor();
    try (SharedFolder folder = open("a")) {
      assertEquals("1", Files.readString(temp.resolve("count")));
      assertFalse(Files.exists(folder.path().resolve("half")));
    }
  }

  @Test
  void aProcessWaitsForTheOneThatMakes() throws Exception {
    BufferedReader maker = child("a", true);
    assertEquals("making", maker.readLine());
    BufferedReader waiting = child("a", false);
    assertFalse(waiting.ready());
    tell(0, 'g');
    assertEquals("made", maker.readLine());
    assertEquals("made", waiting.readLine());
    assertEquals("1", Files.readString(temp.resolve("count")));
  }

  @Test
  void whatItsMakerThrowsIsThrownAndNothingIsLeft() {
    IOException full = new IOException("No space left on device");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                SharedFolder.open(
                    temp,
                    "a",
                    path -> {
                      Files.writeString(path.resolve("half"), "a");
                      throw full;
                    }));
    assertEquals(full, thrown);
    assertEquals(List.of(), folders());
  }
}
