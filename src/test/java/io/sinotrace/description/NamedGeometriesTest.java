package io.sinotrace.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.description.geometry.ConeSpec;
import io.sinotrace.description.geometry.NamedGeometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list of geometries: their names, the scans that they make, and arguments over them. */
class NamedGeometriesTest {
  private static final Configuration CONF = new Configuration();
  private static final String CONE =
      "type: cone, source-to-axis: 500, source-to-detector: 1000, "
          + "detector: {rows: 2, columns: 3, pixel: 1}, views: {count: 4}";
  private static final String LIST =
      """
      - {name: low, %s}
      - name: high_2
        type: parallel
        detector: {columns: 5, pixel: 1}
        angles: [0, 90]
      """
          .formatted(CONE)
          .indent(2);

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void makeVolumes() throws IOException {
    for (String name : List.of("a.nii", "b.nii")) {
      Files.writeString(folder.resolve(name), "x");
    }
  }

  private ScanDescription read(String geometry, String... arguments) throws IOException {
    String text = "volume: {path: \"*.nii\", units: per-mm}\ngeometry:\n" + geometry;
    String file = Files.writeString(folder.resolve("scan.yaml"), text).toString();
    return Descriptions.read(file, List.of(arguments), CONF);
  }

  private void assertMessage(String expected, String geometry, String... arguments) {
    InputException e = assertThrows(InputException.class, () -> read(geometry, arguments));
    assertEquals(
        expected.strip().replace("FILE", folder.resolve("scan.yaml").toString()), e.getMessage());
  }

  private static List<String> ids(ScanDescription description) {
    return description.scans(CONF).stream().map(ScanSpec::id).toList();
  }

  @Test
  void eachVolumeIsAScanUnderEachGeometry() throws IOException {
    ScanDescription d = read(LIST);
    assertEquals(List.of("a--low", "a--high_2", "b--low", "b--high_2"), ids(d));
    List<ScanSpec> scans = d.scans(CONF);
    assertEquals("low", scans.get(2).geometry().name());
    assertInstanceOf(ConeSpec.class, scans.get(2).geometry().spec());
    assertEquals(scans.get(2).volume(), scans.get(3).volume());
  }

  @Test
  void oneOfAListIsNamedToo() throws IOException {
    assertEquals(List.of("a--low", "b--low"), ids(read("  [{name: low, %s}]".formatted(CONE))));
    assertEquals(List.of("a", "b"), ids(read("  {%s}".formatted(CONE))));
  }

  @Test
  void theNameIsRecordedButChangesNoValue() throws IOException {
    NamedGeometry named = read("  [{name: low, %s}]".formatted(CONE)).geometries().get(0);
    NamedGeometry alone = read("  {%s}".formatted(CONE)).geometries().get(0);
    assertEquals("low", named.effective().get("name"));
    assertEquals(alone.effective(), named.section());
    assertEquals(alone.section(), named.section());
    assertNotEquals(alone.effective(), named.effective());
  }

  @Test
  void theEffectiveDescriptionIsADescription() throws IOException {
    ScanDescription d = read(LIST);
    Object geometry = d.effective().get("geometry");
    assertInstanceOf(List.class, geometry);
    String json = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(geometry);
    assertEquals(geometry, read("  " + json).effective().get("geometry"));
    // That of one scan has the one geometry and the one file.
    ScanSpec scan = d.scans(CONF).get(3);
    Map<String, Object> ofScan = d.effective(scan);
    assertEquals(scan.geometry().effective(), ofScan.get("geometry"));
    assertEquals(
        Map.of("path", scan.volume().uri(), "units", "per-mm", "center", "isocenter"),
        ofScan.get("volume"));
  }

  @Test
  void argumentsNameTheGeometry() throws IOException {
    ScanDescription d =
        read(LIST, "geometry.low.views.count=9", "geometry.low.detector.offset=[1, 2]");
    ConeSpec low = assertInstanceOf(ConeSpec.class, d.geometries().get(0).spec());
    assertEquals(9, low.angles().toArray().length);
    assertEquals(1, low.panel().offsetV());
    assertEquals(
        List.of("a--low", "a--wide", "b--low", "b--wide"),
        ids(read(LIST, "geometry.high_2.name=wide")));
    ScanDescription options =
        Descriptions.read(
            folder.resolve("scan.yaml").toString(), Map.of("geometry.low.views.count", "7"), CONF);
    assertEquals(
        7,
        assertInstanceOf(ConeSpec.class, options.geometries().get(0).spec())
            .angles()
            .toArray()
            .length);
    // A whole geometry takes the place of the list.
    assertEquals(List.of("a", "b"), ids(read(LIST, "geometry={%s}".formatted(CONE))));
  }

  @Test
  void argumentsThatNameNone() {
    String expected =
        "geometry is a list of 2 (FILE:2): expected a key of geometry.low or geometry.high_2";
    assertMessage("argument geometry.views.count=90: " + expected, LIST, "geometry.views.count=90");
    assertMessage("argument geometry.mid.feed=1: " + expected, LIST, "geometry.mid.feed=1");
    assertMessage("argument geometry.low=1: " + expected, LIST, "geometry.low=1");
    assertMessage(
        "argument geometry.low.view=1: unknown key geometry.low.view (did you mean views?):"
            + " expected type, source-above, gap, detector, rays, slices, views, angles,"
            + " source-to-axis, source-to-detector, feed, pitch, file or beam",
        LIST,
        "geometry.low.view=1");
  }

  @Test
  void faultsNameTheGeometry() {
    assertMessage(
        """
        FILE:3: geometry.a.views.count is 0: expected a whole number from 1 to 1000000
        FILE:4: geometry.b.detector.columns is missing: expected a whole number from 1 to 1000000
        """,
        """
          - {name: a, type: parallel, detector: {columns: 5, pixel: 1}, views: {count: 0}}
          - {name: b, type: parallel, detector: {pixel: 1}, angles: [0]}
        """);
  }

  @Test
  void names() {
    String others = "type: parallel, detector: {columns: 5, pixel: 1}, angles: [0]";
    String expected =
        "a name of at most 40 small letters, digits and underscores, the first a letter";
    assertMessage(
        """
        FILE:4: element 2 of geometry has no name: expected the key name, with %s
        FILE:5: element 3 of geometry has the name "A-1": expected %s
        FILE:6: element 4 of geometry has the name a, and so has the one at FILE:3: expected names \
        that differ
        FILE:7: element 5 of geometry is 3: expected a section, with a name
        """
            .formatted(expected, expected),
        """
          - {name: a, %s}
          - {%s}
          - {name: A-1, %s}
          - {name: a, %s}
          - 3
        """
            .formatted(others, others, others, others));
    assertMessage(
        "FILE:3: unknown key geometry.name (did you mean reconstruction.names?): expected type,"
            + " source-above, gap, detector, rays, slices, views, angles, source-to-axis,"
            + " source-to-detector, feed, pitch, file or beam",
        "  {name: a, %s}".formatted(others));
    assertMessage(
        "FILE:2: geometry is an empty list: expected a list of sections, each with a name", "  []");
  }
}
