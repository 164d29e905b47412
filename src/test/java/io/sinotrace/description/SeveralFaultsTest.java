package io.sinotrace.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All faults of a description are reported at once, and no consequence of a fault. */
class SeveralFaultsTest {
  private static final Configuration CONF = new Configuration();

  @TempDir Path folder = Path.of("");

  /** Fails unless the faults are those of {@code expected}, one a line, FILE being the file. */
  private void assertFaults(String expected, String yaml, String... arguments) throws IOException {
    String file = Files.writeString(folder.resolve("head.yaml"), yaml).toString();
    InputException e =
        assertThrows(InputException.class, () -> Descriptions.read(file, List.of(arguments), CONF));
    assertEquals(expected.strip().replace("FILE", file), e.getMessage());
    assertEquals(expected.strip().lines().count(), e.faults());
  }

  @Test
  void ofAllSectionsAndKinds() throws IOException {
    assertFaults(
        """
        FILE:4: volume.spacing is 0: expected a length in mm from 1e-9 to 1e9, or three as [x, y, z]
        FILE:3: volume.units is inches: expected hounsfield, per-mm or per-cm
        FILE:8: geometry.source-to-axis is far: expected a length in mm from 1e-9 to 1e9
        FILE:6: geometry.source-to-detector is missing: expected a length in mm from 1e-9 to 1e9
        FILE:10: geometry.detector.rows is -4: expected a whole number from 1 to 1000000
        FILE:12: geometry.detector.offset is left: expected a number of mm from -1e9 to 1e9, or two \
        of them as [v, u]
        FILE:13: geometry.views.count is 0: expected a whole number from 1 to 1000000
        argument compute.backend=abacus: compute.backend is abacus: expected auto, cuda, simd or scalar
        FILE:15: output.path is empty: expected a directory of any Hadoop file system
        FILE:16: output.overwrite is perhaps: expected true or false
        FILE:17: output.preview is 3: expected none, or a section with the keys column, style, window
        """,
        """
        volume:
          path: head.npy
          units: inches
          spacing: 0
          mu-water: 0.02
        geometry:
          type: cone
          source-to-axis: far
          detector:
            rows: -4
            columns: 5
            offset: left
          views: {count: 0}
        output:
          path:
          overwrite: perhaps
          preview: 3
        """,
        "compute.backend=abacus",
        "geometry.detector.pixel=1");
  }

  @Test
  void unknownKeysOfAllSections() throws IOException {
    // The missing key may be the misspelt one, so it is not reported.
    assertFaults(
        """
        FILE:1: unknown key volume.unit (did you mean units?): expected path, dataset, axes, spacing, type, shape, byte-order, skip, \
        gaps, scale, offset, units, mu-water, center, materials, labels, densities, effective-energy, phantom, size, samples, exact or min-age
        FILE:2: unknown key geometry.isocentre: expected type, source-above, gap, detector, rays, slices, views, \
        angles, source-to-axis, source-to-detector, feed, pitch, file or beam
        FILE:2: unknown key geometry.detector.width: expected rows, columns, pixel, offset, tilt or \
        shape
        FILE:2: geometry.views.count is 1.5: expected a whole number from 1 to 1000000
        """,
        """
        volume: {path: head.nii, unit: per-mm}
        geometry: {type: cone, isocentre: 5, detector: {rows: 3, width: 4}, views: {count: 1.5}}
        """);
  }

  @Test
  void whatFollowsFromAFaultIsNotTold() throws IOException {
    // Without its type, nothing can be said of a geometry; without a distance, nothing of the tilt
    // and the arc; without the count of the columns, nothing of the number of pixels.
    assertFaults(
        """
        FILE:2: geometry.type is spiral: expected radiograph, parallel, fan, cone, helical or vectors
        """,
        """
        volume: {path: head.nii, units: per-mm}
        geometry: {type: spiral, feed: x}
        """);
    assertFaults(
        """
        FILE:2: geometry.source-to-detector is near: expected a length in mm from 1e-9 to 1e9
        FILE:2: geometry.detector.columns is x: expected a whole number from 1 to 1000000
        """,
        """
        volume: {path: head.nii, units: per-mm}
        geometry: {type: cone, source-to-axis: 9, source-to-detector: near, angles: [0], detector: \
        {rows: 1000000, columns: x, pixel: 40, shape: curved}}
        """);
    assertFaults(
        """
        FILE:2: geometry.source-to-axis is 0: expected a length in mm from 1e-9 to 1e9
        """,
        """
        volume: {path: head.nii, units: per-mm}
        geometry: {type: cone, source-to-axis: 0, source-to-detector: 9, angles: [0], detector: \
        {rows: 2, columns: 2, pixel: 4, tilt: {u: 90}}}
        """);
  }

  @Test
  void whatIsNoDescriptionIsNotToldWithoutEnd() throws IOException {
    StringBuilder yaml = new StringBuilder();
    for (int k = 0; k < 1000; k++) {
      yaml.append("patient").append(k).append(": 1\n");
    }
    String file = Files.writeString(folder.resolve("table.yaml"), yaml).toString();
    InputException e =
        assertThrows(InputException.class, () -> Descriptions.read(file, List.of(), CONF));
    List<String> lines = e.getMessage().lines().toList();
    assertEquals(21, lines.size());
    assertEquals(
        file
            + ":20: unknown key patient19: expected volume, geometry, physics, compute, output or"
            + " reconstruction",
        lines.get(19));
    assertEquals("and 980 faults more", lines.get(20));
  }
}
