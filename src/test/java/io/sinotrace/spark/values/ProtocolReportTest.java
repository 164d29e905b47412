package io.sinotrace.spark.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.spark.Samples;
import io.sinotrace.volume.VoxelGrid;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dry run says of protocols. */
class ProtocolReportTest {
  @TempDir Path temp;

  private List<ProtocolReport> reports(String physics) {
    String yaml =
        """
        volume: {path: head.npy, units: hounsfield, spacing: 1, materials: water-bone}
        geometry:
          type: helical
          source-to-axis: 600
          source-to-detector: 1000
          feed: 80
          detector: {rows: 3, columns: 5, pixel: 2}
          views: {count: 100, range: 720}
        """;
    ScanDescription description =
        Descriptions.read(
            Samples.description(temp.resolve("scan.yaml"), yaml + physics),
            List.of(),
            new Configuration());
    Geometry geometry =
        description
            .geometries()
            .get(0)
            .spec()
            .compile(VoxelGrid.centred(10, 10, 10, new Vec3(1, 1, 1)));
    return ProtocolReport.of(ValueColumns.of(description), geometry);
  }

  /** The corners of a detector of 3 x 5 pixels of 2 mm at 1000 mm, from an anode at 12 degrees. */
  @Test
  void whereTheAnodeIsInTheWayIsFoundBeforeARun() {
    String tube =
        """
        physics:
          protocols:
          - name: tube
            beam: {kvp: 100, anode-angle: %s, anode-towards: left}
        """;
    String line = reports(tube.formatted("12")).get(0).lines().get(2);
    assertEquals("heel effect: rays to the corners leave the anode at 11.8 to 12.2 degrees", line);
    String message =
        assertThrows(InputException.class, () -> reports(tube.formatted("1.1"))).getMessage();
    assertEquals(
        "protocol tube: a ray leaves the anode at 0.871 degrees: expected 1.0 to 31.1", message);
  }

  /** Water halves a beam of 60 keV every ln 2 / mu; its kerma is at the axis, wherever z is. */
  @Test
  void figuresAreOfTheAxisAndTheMiddlePixel() {
    List<ProtocolReport> reports =
        reports(
            """
            physics:
              protocols:
              - name: mono
                beam: {energy: 60}
                dose: {fluence: 2000}
                detector: {bits: 8}
              - name: faint
                beam: {energy: 60}
                dose: {photons: 0.5}
                detector: {type: integrating}
            """);
    assertEquals(List.of("mono", "faint"), reports.stream().map(ProtocolReport::name).toList());
    List<String> mono = reports.get(0).lines();
    assertEquals("mean energy 60.0 keV, effective energy 60.0 keV", mono.get(0));
    assertTrue(mono.get(2).endsWith("at 600 mm from the source"), mono::toString);
    // 4 mm^2 at 1 m.
    assertEquals("8000 quanta at the middle pixel of the first view, without object", mono.get(3));
    assertEquals(
        "of them the detector would read 8000, and reads 255.0 at most: it is saturated",
        mono.get(4));
    List<String> faint = reports.get(1).lines();
    assertEquals(
        "0.5000 quanta at the middle pixel of the first view, without object: less than one",
        faint.get(2));
    assertTrue(
        faint.get(3).startsWith("matched noise differs from compound noise"), faint::toString);
  }
}
