package io.sinotrace.volume.io.mutants;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sinotrace.FailingInput;
import io.sinotrace.Seed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Mutants of good files: they load, or end in one line; nothing else is ever thrown, opened or
 * allocated. The folder of one that fails is kept, and {@code mvn test
 * -Dtest=MutantsTest#aKeptFolder -Dinput=target/failures/...} reads it again.
 */
class MutantsTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  /** Of all readers together. */
  private static final int FEW = 500;

  /** Of each reader. */
  private static final int MANY = 20_000;

  /** No reader may work for ever; this is no measurement. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final UnixOperatingSystemMXBean SYSTEM =
      (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path around;
  private final Path folder;
  private int refused;

  MutantsTest(@TempDir Path around) throws IOException {
    this.around = around.toRealPath();
    this.folder = Files.createDirectory(this.around.resolve("volume"));
  }

  @ParameterizedTest
  @EnumSource
  void theSeedsAreGood(Reader reader) throws IOException {
    for (Map<String, byte[]> seed : reader.seeds()) {
      write(seed);
      assertTrue(Reading.loads(reader, folder));
    }
  }

  @ParameterizedTest
  @EnumSource
  void few(Reader reader) throws Throwable {
    read(reader, FEW / Reader.values().length + 1);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource
  void many(Reader reader) throws Throwable {
    read(reader, MANY);
  }

  private void read(Reader reader, int count) throws Throwable {
    SplittableRandom random = SEED.random();
    Canaries canaries =
        new Canaries(
            Seeds.hdf5().get(0),
            around.resolve(Reading.OUTSIDE),
            folder.resolve("other.h5"),
            folder.resolve("other.raw"));
    long open = SYSTEM.getOpenFileDescriptorCount();
    for (int k = 0; k < count; k++) {
      write(reader.mutant(random));
      FailingInput.check(
          "MutantsTest-%s-%d-%d".formatted(reader, SEED.value(), k), folder, () -> check(reader));
      canaries.assertUnread();
    }
    System.out.printf("%s: %d of %d mutants are refused%n", reader, refused, count);
    assertTrue(refused > 0 && refused < count, refused + " are refused");
    assertTrue(SYSTEM.getOpenFileDescriptorCount() < open + 10, "files stay open");
  }

  private void check(Reader reader) {
    refused += assertTimeoutPreemptively(LONGEST, () -> Reading.loads(reader, folder)) ? 0 : 1;
  }

  private void write(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "input", matches = ".+", disabledReason = "no -Dinput is given")
  void aKeptFolder() throws IOException {
    Path kept = Path.of(System.getProperty("input")).toRealPath();
    Reader reader = Reader.valueOf(kept.getFileName().toString().split("-", -1)[1]);
    System.out.println(kept + (Reading.loads(reader, kept) ? " loads" : " is refused"));
  }
}
