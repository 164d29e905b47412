package io.sinotrace.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.NullNode;
import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.spark.job.Verification.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the reading of a dataset is cut into tasks. */
class VerificationTest {
  private static final long MIB = 1 << 20;

  /** Returns a scan of so many files of so many bytes. */
  private static CommittedScan scan(String id, int files, long bytes) {
    List<ScanManifest.File> all =
        IntStream.range(0, files)
            .mapToObj(
                file -> new ScanManifest.File("f" + file, 1, bytes, "00000000", null, List.of()))
            .toList();
    return new CommittedScan(
        1,
        new ScanManifest(
            ScanManifest.FORMAT,
            id,
            "file:/volumes/" + id,
            Map.of(),
            Map.of(),
            "fingerprint",
            "2026-01-02T03:04:05Z",
            "1",
            "exact",
            NullNode.getInstance(),
            new ScanManifest.Volume(List.of(), List.of(), "", Map.of()),
            new ScanManifest.Acquisition("cone", 1, 1, 1),
            null,
            List.of("line_integral"),
            all,
            null,
            List.of(),
            List.of(),
            null));
  }

  private static List<CommittedScan> scans(int count, int files, long bytes) {
    return IntStream.range(0, count).mapToObj(k -> scan("s" + k, files, bytes)).toList();
  }

  /** Checks that the parts are all files of all scans, once and in order. */
  private static void assertWhole(List<CommittedScan> scans, List<List<Part>> tasks) {
    List<String> expected = new ArrayList<>();
    for (CommittedScan scan : scans) {
      int files = scan.manifest().files().size();
      IntStream.range(0, files).forEach(file -> expected.add(scan.id() + " " + file));
    }
    List<String> found = new ArrayList<>();
    for (Part part : tasks.stream().flatMap(List::stream).toList()) {
      IntStream.range(part.from(), part.to())
          .forEach(file -> found.add(part.scan().id() + " " + file));
    }
    assertEquals(expected, found);
    tasks.forEach(task -> assertTrue(!task.isEmpty()));
  }

  @Test
  void smallScansShareATask() {
    List<CommittedScan> scans = scans(2000, 1, 5000);
    List<List<Part>> tasks = Verification.tasks("out", scans, 16);
    assertWhole(scans, tasks);
    assertEquals(16, tasks.size());
    tasks.forEach(task -> assertEquals(125, task.size()));
  }

  @Test
  void aLargeScanIsReadBySeveralTasks() {
    List<CommittedScan> scans = List.of(scan("large", 400, 64 * MIB));
    List<List<Part>> tasks = Verification.tasks("out", scans, 16);
    assertWhole(scans, tasks);
    assertEquals(16, tasks.size());
  }

  @Test
  void noTaskHasMuchMoreThanItsShareUnlessAFileHas() {
    List<CommittedScan> scans =
        Stream.of(scans(300, 1, 5000), List.of(scan("large", 20, 64 * MIB)), scans(9, 2, 8 * MIB))
            .flatMap(List::stream)
            .toList();
    List<List<Part>> tasks = Verification.tasks("out", scans, 16);
    assertWhole(scans, tasks);
    long all = 300 * (MIB + 5000) + 20 * 65 * MIB + 18 * 9 * MIB;
    for (List<Part> task : tasks) {
      long cost = 0;
      for (Part part : task) {
        ScanManifest.File file =
            scans.stream()
                .filter(scan -> scan.id().equals(part.scan().id()))
                .findFirst()
                .orElseThrow()
                .manifest()
                .files()
                .get(0);
        cost += (part.to() - part.from()) * (MIB + file.bytes());
      }
      assertTrue(cost <= all / 16 + 65 * MIB, cost + " of " + all);
    }
    assertTrue(tasks.size() <= 17, tasks.size() + " tasks");
  }

  @Test
  void aScanWithoutFilesIsLookedAtAll() {
    List<List<Part>> tasks = Verification.tasks("out", List.of(scan("none", 0, 0)), 16);
    assertEquals(1, tasks.size());
    assertEquals("none", tasks.get(0).get(0).scan().id());
    assertEquals(List.of(), Verification.tasks("out", List.of(), 16));
  }
}
