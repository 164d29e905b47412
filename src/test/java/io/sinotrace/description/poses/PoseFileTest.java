package io.sinotrace.description.poses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Free poses from CSV and JSON. */
class PoseFileTest {
  private static final Configuration CONF = new Configuration();
  private static final VoxelGrid GRID = VoxelGrid.centred(4, 4, 4, new Vec3(1, 1, 1));

  /** The source on +x, the detector on -x; u x v is +x. */
  private static final View POSE =
      new View(
          Double.NaN,
          new Vec3(100, 0, 0),
          new Vec3(-50, 1, 2),
          new Vec3(0, 2, 0),
          new Vec3(0, 0, 1.5),
          new Vec3(1, 0, 0));

  private static final String LINE = "100, 0, 0, -50, 1, 2, 0, 2, 0, 0, 0, 1.5";

  @TempDir Path folder = Path.of("");

  private ScanDescription read(String name, String poses, String beam) throws IOException {
    Files.writeString(folder.resolve(name), poses);
    String text =
        """
        volume: {path: a.nii, units: per-mm}
        geometry:
          type: vectors
          file: %s
          beam: %s
          detector: {rows: 3, columns: 5}
        """
            .formatted(name, beam);
    Path file = Files.writeString(folder.resolve("scan.yaml"), text);
    return Descriptions.read(file.toString(), List.of(), CONF);
  }

  private void assertBad(String expected, String name, String poses, String beam) {
    InputException e = assertThrows(InputException.class, () -> read(name, poses, beam));
    assertEquals(expected.replace("ROOT", folder.toString()), e.getMessage());
  }

  @Test
  void csv() throws IOException {
    String poses =
        "# made by hand\n\nsx,sy,sz,dx,dy,dz,ux,uy,uz,vx,vy,vz\n"
            + LINE
            + " # the first\n1e2 0 0  -50 1 2  0 2 0  0 0 1.5\n";
    Geometry geometry = read("poses.csv", poses, "cone").geometries().get(0).spec().compile(GRID);
    assertEquals(Beam.CONE, geometry.beam());
    assertEquals(List.of(POSE, POSE), geometry.views());
    assertEquals(3, geometry.detector().rows());
    assertEquals(5, geometry.detector().columns());
    assertEquals(-2, geometry.detector().x(0));
    assertEquals(-1, geometry.detector().z(0));
  }

  @Test
  void json() throws IOException {
    String poses =
        "[["
            + LINE
            + "],\n {\"u\": [0, 2, 0], \"v\": [0, 0, 1.5], \"detector-center\": [-50, 1, 2], ";
    Geometry cone =
        read("poses.json", poses + "\"source\": [100, 0, 0]}]", "cone")
            .geometries()
            .get(0)
            .spec()
            .compile(GRID);
    assertEquals(List.of(POSE, POSE), cone.views());
    Geometry parallel =
        read("poses.json", poses + "\"direction\": [100, 0, 0]}]", "parallel")
            .geometries()
            .get(0)
            .spec()
            .compile(GRID);
    assertEquals(Beam.PARALLEL, parallel.beam());
    assertEquals(List.of(POSE, POSE), parallel.views());
  }

  @Test
  void effectiveNamesTheFileAndItsChecksum() throws IOException {
    // The SHA-256 of this line and its line feed, by sha256sum.
    String poses = "1 0 0 -1 0 0 0 1 0 0 0 1\n";
    Map<?, ?> geometry =
        assertInstanceOf(Map.class, read("poses.txt", poses, "cone").effective().get("geometry"));
    assertEquals("file:" + folder.toRealPath() + "/poses.txt", geometry.get("file"));
    assertEquals(
        "4a827c5d672bfb4b1496f8b052d8f52018124d4f4ea4a7d7eef6f09bdaefc6e7",
        geometry.get("file-sha256"));
  }

  @Test
  void badCsv() {
    assertBad(
        "poses.csv:2: the line has 11 fields: expected 12 numbers (source or direction, detector"
            + " centre, u, v)",
        "poses.csv",
        LINE + "\n100, 0, 0, -50, 1, 2, 0, 2, 0, 0, 0\n",
        "cone");
    // A line with any number in it is no header.
    assertBad(
        "poses.csv:1: field 1 is \"1OO\": expected a number",
        "poses.csv",
        LINE.replace("100", "1OO"),
        "cone");
    assertBad(
        "poses.csv:1: field 3 is \"\": expected a number",
        "poses.csv",
        "1,2,,4,5,6,7,8,9,10,11,12",
        "cone");
    assertBad(
        "poses.csv:1: number 1 is Infinity: expected a number of mm from -1e9 to 1e9",
        "poses.csv",
        LINE.replace("100", "1e999"),
        "cone");
    assertBad(
        "poses.csv: holds no pose: expected 12 numbers a line", "poses.csv", "# none\n", "cone");
    assertBad(
        "poses.csv:1: u is 0.0 mm long: expected the step from one column to the next",
        "poses.csv",
        LINE.replace("0, 2, 0,", "0, 0, 0,"),
        "cone");
    assertBad(
        "poses.csv:1: v is 0.0 mm long: expected the step from one row to the next",
        "poses.csv",
        LINE.replace("1.5", "0"),
        "cone");
    assertBad(
        "poses.csv:1: u and v are parallel: expected two directions that span the detector",
        "poses.csv",
        "100 0 0 -50 0 0 0 2 0 0 -3 0",
        "cone");
    assertBad(
        "poses.csv:1: the source lies in the detector's plane: expected it outside",
        "poses.csv",
        LINE.replace("100", "-50"),
        "cone");
    assertBad(
        "poses.csv:1: the rays run along the detector: expected a direction that crosses its plane",
        "poses.csv",
        LINE.replace("100, 0", "0, 3"),
        "parallel");
    assertBad(
        "poses.csv:1: the direction is zero: expected where the rays go",
        "poses.csv",
        LINE.replace("100", "0"),
        "parallel");
  }

  @Test
  void badJson() {
    assertBad(
        "poses.json: expected a JSON array, with one element a pose", "poses.json", "{}", "cone");
    assertBad(
        "poses.json: holds no pose: expected an array of at least one", "poses.json", "[]", "cone");
    assertBad(
        "poses.json:2: element 2: found an array of 11: expected an array of 12 numbers",
        "poses.json",
        "[[" + LINE + "],\n[1,2,3,4,5,6,7,8,9,10,11]]",
        "cone");
    assertBad(
        "poses.json:1: element 1: number 1 is \"100\": expected a number",
        "poses.json",
        "[[" + LINE.replace("100", "\"100\"") + "]]",
        "cone");
    assertBad(
        "poses.json:1: element 1: expected an array of 12 numbers or an object",
        "poses.json",
        "[3]",
        "cone");
    assertBad(
        "poses.json:1: element 1: unknown key source: expected direction, detector-center, u, v, as"
            + " beam is parallel",
        "poses.json",
        "[{\"source\": [1, 0, 0]}]",
        "parallel");
    assertBad(
        "poses.json:1: element 1, detector-center is missing: expected an array of 3 numbers",
        "poses.json",
        "[{\"source\": [1, 0, 0]}]",
        "cone");
    assertBad(
        "poses.json:1: expected nothing after the array",
        "poses.json",
        "[[" + LINE + "]] []",
        "cone");
    InputException e =
        assertThrows(InputException.class, () -> read("poses.json", "[[1,\n2,", "cone"));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.matches("poses\\.json:\\d: is not valid JSON: .+"), message);
  }

  @Test
  void badFile() {
    assertBad(
        "ROOT/scan.yaml:4: geometry.file is poses.xml: expected a file of poses with the suffix"
            + " .csv, .txt or .json",
        "poses.xml",
        LINE,
        "cone");
    assertBad(
        "ROOT/scan.yaml:4: geometry.file: poses.csv: is empty: expected poses: 12 numbers each"
            + " (source or direction, detector centre, u, v)",
        "poses.csv",
        "",
        "cone");
    assertBad(
        "ROOT/scan.yaml:5: geometry.beam is fan: expected cone or parallel",
        "poses.csv",
        LINE,
        "fan");
    String file = folder.resolve("scan.yaml").toString();
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                Descriptions.read(
                    file, List.of("geometry.beam=cone", "geometry.detector.pixel=1"), CONF));
    assertEquals(
        "argument geometry.detector.pixel=1: geometry.detector.pixel does not go with type: vectors:"
            + " the poses define it; expected only rows, columns",
        e.getMessage());
  }
}
