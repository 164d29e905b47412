package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.job.ScanFault.Kind;
import io.sinotrace.volume.io.HookedFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of an input that fails while others may be writing it. */
class ScanSurveyTest {
  private static final Configuration CONF = new Configuration();

  static {
    CONF.setClass("fs.hooked.impl", HookedFileSystem.class, HookedFileSystem.class);
  }

  @TempDir Path temp;
  private Path volume;
  private ScanSpec scan;

  @BeforeEach
  void describe() throws IOException {
    volume = temp.resolve("a.npy");
    Samples.volume(volume, 3, 3, 3, 1);
    String file =
        Samples.description(
            temp.resolve("scan.yaml"),
            """
            volume: {path: "hooked://%s", units: per-mm, spacing: 1}
            geometry: {type: parallel, detector: {columns: 3, pixel: 1}, views: {count: 2}}
            output: {path: out}
            """
                .formatted(volume));
    scan = Descriptions.read(file, List.of(), CONF).scans(CONF).get(0);
  }

  @AfterEach
  void heal() {
    HookedFileSystem.before((request, path) -> {});
  }

  private Kind faultOfItsContent() {
    return ScanSurvey.fault(new InputException("no shape"), scan, Map.of(), CONF).kind();
  }

  @Test
  void aFileThatIsAsItWasIsAtFault() throws IOException {
    assertFalse(ScanSurvey.hasChanged(scan, CONF));
    assertEquals(Kind.INPUT, faultOfItsContent());
  }

  @Test
  void aFileThatIsAnotherIsBeingWritten() throws IOException {
    Samples.volume(volume, 4, 3, 3, 1);
    assertTrue(ScanSurvey.hasChanged(scan, CONF));
    assertEquals(Kind.CHANGING, faultOfItsContent());
    Files.delete(volume);
    assertTrue(ScanSurvey.hasChanged(scan, CONF));
  }

  /** It would be left for the next run, with the exit code of a batch that is done. */
  @Test
  void ofAStorageThatFailsItIsNotKnown() {
    HookedFileSystem.before(
        (request, path) -> {
          throw new UncheckedIOException(new IOException("connection reset"));
        });
    IOException e = assertThrows(IOException.class, () -> ScanSurvey.hasChanged(scan, CONF));
    assertTrue(e.toString().contains("connection reset"), e::toString);
    assertEquals(Kind.FAILURE, faultOfItsContent());
  }
}
