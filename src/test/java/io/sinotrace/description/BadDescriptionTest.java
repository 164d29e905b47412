package io.sinotrace.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The errors of descriptions that cannot be used. */
class BadDescriptionTest {
  /** A description without fault; the cases below replace a part of it. */
  private static final String GOOD =
      """
      volume:
        path: head.nii.gz
        units: hounsfield
      geometry:
        type: cone
        source-to-axis: 1000
        source-to-detector: 1500
        detector:
          rows: 384
          columns: 256
          pixel: 1.5
        views:
          count: 360
      compute:
        backend: auto
      output:
        path: out
      """;

  /**
   * Part of the good description, what stands there instead, the line at fault, the message after
   * it; in some, a second part and what stands there. ⏎ is a line's end, ⇥ a tab, ␇ a bell, FILE
   * the file.
   */
  private static final String CASES =
      """
      views:|viewz:|12|unknown key geometry.viewz (did you mean views?): expected type, source-above, gap, detector, rays, slices, views, angles, source-to-axis, source-to-detector, feed, pitch, file or beam
      pixel: 1.5|pixle: 1.5|11|unknown key geometry.detector.pixle (did you mean pixel?): expected rows, columns, pixel, offset, tilt or shape
      source-to-axis|source_to_axis|6|unknown key geometry.source_to_axis (did you mean source-to-axis?): expected type, source-above, gap, detector, rays, slices, views, angles, source-to-axis, source-to-detector, feed, pitch, file or beam
      backend: auto|threads: 4|15|unknown key compute.threads: expected backend, split or partitions
      compute:|computer:|14|unknown key computer (did you mean compute?): expected volume, geometry, physics, compute, output or reconstruction
        units: hounsfield⏎||1|volume.units is missing: expected hounsfield, per-mm or per-cm
          rows: 384⏎||8|geometry.detector.rows is missing: expected a whole number from 1 to 1000000
        type: cone⏎||4|geometry.type is missing: expected radiograph, parallel, fan, cone, helical or vectors
      path: out|overwrite: true|16|output.path is missing: expected a directory of any Hadoop file system
      units: hounsfield|units: per-mm⏎  path: other.nii|4|path is given twice (first at FILE:2): expected each key once
      type: cone|type: cone⏎  rays: {per-pixel: 0}|6|geometry.rays.per-pixel is 0: expected a whole number from 1 to 64
      type: cone|type: cone⏎  rays: {per-pixel: [1, 2, 3]}|6|geometry.rays.per-pixel is a list of 3: expected a whole number from 1 to 64, or two of them as [v, u]
      type: cone|type: cone⏎  rays: {spot-points: 3}|6|geometry.rays.spot-points goes with focal-spot alone
      type: cone|type: cone⏎  rays: {focal-spot: -1, spot-points: 2}|6|geometry.rays.focal-spot is -1: expected a length in mm from 0 to 1e9, or two of them as [v, u]
      type: cone|type: cone⏎  rays: {focal-spot: 1}|6|geometry.rays.focal-spot is of one point: expected spot-points beside it, how many it has
      type: cone|type: cone⏎  rays: {sub-pixels: 2}|6|unknown key geometry.rays.sub-pixels: expected per-pixel, focal-spot or spot-points
      path: out|path: out⏎  preview: grey|18|output.preview is grey: expected none, or a section with the keys column, style, window
      path: out|path: out⏎  preview: [1, 2]|18|output.preview is a list of 2: expected none, or a section with the keys column, style, window
      path: out|path: out⏎  preview: {color: grey}|18|unknown key output.preview.color: expected column, style or window
      path: out|path: out⏎  preview: {column: areal_density.bone}|18|output.preview.column is areal_density.bone: expected line_integral
      path: out|path: out⏎  preview: {style: gray}|18|output.preview.style is gray (did you mean grey?): expected grey or viridis
      path: out|path: out⏎  preview: {window: 6}|18|output.preview.window is 6: expected auto, or the line integrals of the darkest and the brightest shade, such as [0, 6]
      path: out|path: out⏎  preview: {window: [0, 3, 6]}|18|output.preview.window is a list of 3: expected auto, or the line integrals of the darkest and the brightest shade, such as [0, 6]
      path: out|path: out⏎  preview: {window: [0, bone]}|18|element 2 of output.preview.window is bone: expected a line integral from -1e9 to 1e9
      path: out|path: out⏎  preview: {window: [6, 0]}|18|output.preview.window is [6.0, 0.0]: expected the lower end first, and two ends that differ
      path: out|path: out⏎  preview: {window: [2, 2]}|18|output.preview.window is [2.0, 2.0]: expected the lower end first, and two ends that differ
        path: head.nii.gz⏎  units: hounsfield|  phantom: shep-logan⏎  size: 64⏎  spacing: 2|2|volume.phantom: no phantom is called 'shep-logan' (did you mean shepp-logan?): expected one of shepp-logan, head, box, sphere, or a file of solids whose name ends in .yaml
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: 64.5⏎  spacing: 2|3|volume.size is 64.5: expected whole numbers of voxels from 1 to 32768, one or [x, y, z]
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: [64, 64]⏎  spacing: 2|3|volume.size is a list of 2: expected whole numbers of voxels from 1 to 32768, one or [x, y, z]
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: 64⏎  spacing: -2|4|volume.spacing is -2: expected a length in mm from 1e-9 to 1e9, or three as [x, y, z]
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  spacing: 2|1|volume.size is missing: expected whole numbers of voxels from 1 to 32768, one or [x, y, z]
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: 64|1|volume.spacing is missing: expected a voxel size in mm, or three of them as [x, y, z]
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: 64⏎  spacing: 2⏎  samples: 17|5|volume.samples is 17: expected a whole number from 1 to 16
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: 64⏎  spacing: 2⏎  units: per-mm|5|volume.units does not go with phantom: expected it with volume files only
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: 64⏎  spacing: 2⏎  min-age: 1|5|volume.min-age does not go with phantom: expected it with volume files only
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: 64⏎  spacing: 2⏎  exact: yes|5|volume.exact is yes: expected true or false
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: 64⏎  spacing: 2⏎  exact: true⏎  samples: 2|6|volume.samples does not go with exact: expected it where the phantom is put into voxels
        path: head.nii.gz⏎  units: hounsfield|  phantom: head⏎  size: 64⏎  spacing: 2⏎  exact: true|17|compute.backend is cuda: expected auto with volume.exact, whose line integrals no backend traces|backend: auto|backend: cuda
        path: head.nii.gz|  path: head.nii.gz⏎  size: 64|3|volume.size goes with phantom alone, not with volume files
      units: hounsfield|units: houndsfield|3|volume.units is houndsfield (did you mean hounsfield?): expected hounsfield, per-mm or per-cm
      units: hounsfield|units:|3|volume.units is empty: expected hounsfield, per-mm or per-cm
      units: hounsfield|units: per-cm⏎  mu-water: 0.02|4|volume.mu-water does not go with units: per-cm: expected it with units: hounsfield only
      units: hounsfield|units: hounsfield⏎  mu-water: 0|4|volume.mu-water is 0: expected a number in 1/mm, greater than 0 and at most 1e6
      path: head.nii.gz|path: []|2|volume.path is an empty list: expected a file, a folder, a glob such as heads/*.nii.gz, a list file such as @heads.csv, or a list of them
      path: head.nii.gz|path: {file: head.nii.gz}|2|volume.path has no key file: expected a file, a folder, a glob such as heads/*.nii.gz, a list file such as @heads.csv, or a list of them
      path: head.nii.gz|path:⏎    - a.nii⏎    - [b.nii]|4|element 2 of volume.path is a list of 1: expected a file, a folder, a glob such as heads/*.nii.gz, a list file such as @heads.csv, or a list of them
      path: head.nii.gz|path: nowhere://a/b.nii|2|volume.path is "nowhere://a/b.nii": expected a path of a file system that can be reached (No FileSystem for scheme "nowhere")
      path: head.nii.gz|path: s3a://bucket/b.nii|2|volume.path is "s3a://bucket/b.nii": expected a path of a file system that can be reached (Class org.apache.hadoop.fs.s3a.S3AFileSystem not found)
      path: head.nii.gz|path: "a:b.nii"|2|volume.path is "a:b.nii": expected a path of a file system that can be reached (Relative path in absolute URI: a:b.nii)
      units: hounsfield|units: per-mm⏎  spacing: [1, 2]|4|volume.spacing is a list of 2: expected a voxel size in mm, or three of them as [x, y, z]
      units: hounsfield|units: per-mm⏎  axes: zxy|4|volume.axes is zxy (did you mean zyx?): expected zyx or xyz
      units: hounsfield|units: per-mm⏎  center: origin|4|volume.center is origin: expected isocenter or file
      axis: 1000|axis: 0|6|geometry.source-to-axis is 0: expected a length in mm from 1e-9 to 1e9
      axis: 1000|axis: far|6|geometry.source-to-axis is far: expected a length in mm from 1e-9 to 1e9
      axis: 1000|axis: "1000"|6|geometry.source-to-axis is the text "1000": expected a length in mm from 1e-9 to 1e9
      axis: 1000|axis: .inf|6|geometry.source-to-axis is .inf: expected a length in mm from 1e-9 to 1e9
      axis: 1000|axis: 1e999|6|geometry.source-to-axis is 1e999: expected a length in mm from 1e-9 to 1e9
      axis: 1000|axis: 1:30|6|geometry.source-to-axis is 1:30: expected a length in mm from 1e-9 to 1e9
      axis: 1000|axis: [1, 2]|6|geometry.source-to-axis is a list of 2: expected a length in mm from 1e-9 to 1e9
      detector: 1500|detector: 0|7|geometry.source-to-detector is 0: expected a length in mm from 1e-9 to 1e9
      rows: 384|rows: 0|9|geometry.detector.rows is 0: expected a whole number from 1 to 1000000
      rows: 384|rows: 3.5|9|geometry.detector.rows is 3.5: expected a whole number from 1 to 1000000
      rows: 384|rows: true|9|geometry.detector.rows is true: expected a whole number from 1 to 1000000
      rows: 384⏎    columns: 256|rows: 1000000⏎    columns: 2148|10|geometry.detector.columns and rows make 1000000 x 2148 pixels: expected at most 2^31 - 1 in all
      pixel: 1.5|pixel: [1, 2, 3]|11|geometry.detector.pixel is a list of 3: expected a length in mm from 1e-9 to 1e9, or two of them as [v, u]
      pixel: 1.5|pixel: [1, -2]|11|element 2 of geometry.detector.pixel is -2: expected a length in mm from 1e-9 to 1e9
      pixel: 1.5|pixel: cover|11|geometry.detector.pixel is cover: expected a length in mm from 1e-9 to 1e9, or two of them as [v, u]
      pixel: 1.5|pixel: 1.5⏎    offset: left|12|geometry.detector.offset is left: expected a number of mm from -1e9 to 1e9, or two of them as [v, u]
      pixel: 1.5|pixel: 1.5⏎    shape: round|12|geometry.detector.shape is round: expected flat or curved
      pixel: 1.5|pixel: 1.5⏎    shape: curved⏎    tilt: {n: 2}|13|geometry.detector.tilt does not go with shape: curved: expected it with shape: flat only
      pixel: 1.5|pixel: 1.5⏎    tilt: 3|12|geometry.detector.tilt is 3: expected a section with the keys u, v, n
      pixel: 1.5|pixel: 1.5⏎    tilt: {w: 3}|12|unknown key geometry.detector.tilt.w: expected u, v or n
      pixel: 1.5|pixel: 1.5⏎    tilt: {u: 90}|12|geometry.detector.tilt turns the detector edge-on: expected a tilt that leaves the source, or the direction of parallel rays, outside the detector's plane
      pixel: 1.5|pixel: 40⏎    shape: curved|12|geometry.detector.shape is curved and the columns, with their offset, go round the source more than once (10240.0 mm): expected at most 2 pi times source-to-detector
        detector:⏎    rows: 384⏎    columns: 256⏎    pixel: 1.5|  detector: 384|8|geometry.detector is 384: expected a section with the keys rows, columns, pixel, offset, tilt, shape
      count: 360|count: 0|13|geometry.views.count is 0: expected a whole number from 1 to 1000000
      count: 360|count: 2e6|13|geometry.views.count is 2e6: expected a whole number from 1 to 1000000
      count: 360|start: 5|12|geometry.views.count is missing: expected a whole number from 1 to 1000000
      count: 360|count: 360⏎    start: .nan|14|geometry.views.start is .nan: expected a number of degrees from -1e9 to 1e9
      count: 360|count: 360⏎    range: 0|14|geometry.views.range is 0: expected a number of degrees from -1e9 to 1e9, but not 0
        views:⏎    count: 360⏎||4|geometry.views is missing: expected views: {count: 360} or angles: [0, 90]
        views:⏎|  angles: [0, 90]⏎  views:⏎|12|geometry.angles cannot go with geometry.views (FILE:13): expected one of the two
        views:⏎    count: 360⏎|  angles: []⏎|12|geometry.angles is an empty list: expected a list of degrees, such as [0, 45, 90]
        views:⏎    count: 360⏎|  angles:⏎    - 0⏎    - right⏎|14|element 2 of geometry.angles is right: expected a number of degrees from -1e9 to 1e9
      type: cone|type: spiral|5|geometry.type is spiral: expected radiograph, parallel, fan, cone, helical or vectors
      type: cone|type: cone⏎  pitch: 1|6|geometry.pitch does not go with type: cone: expected only type, source-to-axis, source-to-detector, detector, views, angles, rays
      type: cone|type: helical|4|geometry.feed is missing: expected feed, in mm a turn, or pitch
      type: cone|type: helical⏎  feed: 3⏎  pitch: 1|7|geometry.pitch cannot go with geometry.feed (FILE:6): expected one of the two
      type: cone|type: fan|9|geometry.detector.rows does not go with type: fan: its rows are the slices; expected geometry.slices instead
      type: cone⏎  source-to-axis: 1000⏎  source-to-detector: 1500|type: parallel⏎  source-to-axis: 1000|6|geometry.source-to-axis does not go with type: parallel: expected only type, detector, slices, views, angles, rays
      rows: 384|shape: curved⏎    rows: 3|7|geometry.detector.shape is curved, which does not go with type: parallel: expected flat (curved: fan, cone and helical)|cone⏎  source-to-axis: 1000⏎  source-to-detector: 1500⏎|parallel⏎
        views:⏎|  slices: all⏎  views:⏎|7|geometry.detector.rows does not go with type: parallel with slices: its rows are the slices; expected geometry.slices instead|cone⏎  source-to-axis: 1000⏎  source-to-detector: 1500⏎|parallel⏎
          rows: 384⏎|    offset: 2⏎|9|geometry.detector.offset moves the rows of type: fan out of their slices: expected [0, u], an offset along u alone|type: cone|type: fan
          rows: 384⏎|    tilt: {n: 1}⏎|9|geometry.detector.tilt does not go with type: fan: expected a detector row to stay in its slice|type: cone|type: fan
          rows: 384⏎||6|geometry.slices is none: expected middle, all, a slice number from 0, or a list of them such as [10, 20]|type: cone|type: fan⏎  slices: none
          rows: 384⏎||6|element 2 of geometry.slices is 3: expected each slice once|type: cone|type: fan⏎  slices: [3, 3]
          rows: 384⏎||6|element 1 of geometry.slices is -1: expected a whole number from 0 to 32767|type: cone|type: fan⏎  slices: [-1]
      backend: auto|backend: gpu|15|compute.backend is gpu: expected auto, cuda, simd or scalar
      backend: auto|split: columns|15|compute.split is columns: expected auto, views or rows
      backend: auto|partitions: 0|15|compute.partitions is 0: expected a whole number from 1 to 1000000
      path: out|path: out⏎  overwrite: yes|18|output.overwrite is yes: expected true or false
      path: out|path: out⏎  compression: gzip|18|output.compression is gzip: expected none, snappy or zstd
      path: out|path: [out]|17|output.path is a list of 1: expected a directory of any Hadoop file system
      path: head.nii.gz|path: *.nii.gz|2|is not valid YAML: a value that begins with * must stand in quotes, as in "*.nii.gz"
      rows: 384|⇥rows: 384|9|is not valid YAML: found a tab: expected spaces for indentation
      path: head.nii.gz|path: &p head.nii.gz|2|anchors and aliases (&name, *name) are not used in descriptions: write it out
      rows: 384|rows: !!int "384"|9|the tag "tag:yaml.org,2002:int" is not used in descriptions: expected a plain value
      compute:|? [a, b]⏎: 3⏎compute:|14|a list or a section stands where a key was expected
      type: cone|type: ␇|5|holds the character U+0007, which YAML does not allow
      path: out|path: [[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]|17|is nested deeper than 20 levels: expected four at most
      """;

  private static final Configuration CONF = new Configuration();

  @TempDir Path folder = Path.of("");

  static Stream<Arguments> cases() {
    return CASES
        .lines()
        .map(line -> line.replace('⏎', '\n').replace('⇥', '\t').replace('␇', '\u0007'))
        .map(line -> Arguments.of((Object) line.split("\\|", -1)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void namesPlaceKeyAndExpectation(String[] fields) throws IOException {
    String text = GOOD;
    for (int k = 0; k < fields.length; k += k == 0 ? 4 : 2) {
      assertTrue(text.contains(fields[k]), "the table is at fault: " + fields[k]);
      text = text.replace(fields[k], fields[k + 1]);
    }
    String file = write(text);
    assertMessage((file + ":" + fields[2] + ": " + fields[3]).replace("FILE", file), file);
  }

  @Test
  void tableIsLong() {
    assertTrue(cases().count() >= 45, "cases: " + cases().count());
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("head.yaml"), text).toString();
  }

  private static void assertMessage(String expected, String file, String... overrides) {
    InputException e =
        assertThrows(InputException.class, () -> Descriptions.read(file, List.of(overrides), CONF));
    assertEquals(expected, e.getMessage());
    assertFalse(expected.contains("\n"));
  }

  @Test
  void goodOneIsGood() throws IOException {
    ScanDescription good = Descriptions.read(write(GOOD), List.of(), CONF);
    assertEquals(4, good.effective().size());
  }

  @Test
  void syntaxErrorIsOneLineWithFileAndLine() throws IOException {
    String file = write(GOOD.replace("count: 360", "count: [360"));
    InputException e =
        assertThrows(InputException.class, () -> Descriptions.read(file, List.of(), CONF));
    assertMatches("\\Q" + file + "\\E:\\d+: is not valid YAML: .+", e);
  }

  /** A dot matches no line's end, so this holds for one line only. */
  private static void assertMatches(String pattern, InputException e) {
    String message = String.valueOf(e.getMessage());
    assertTrue(message.matches(pattern), message);
  }

  @Test
  void aliasesCannotGrow() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String below = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s, %s, %s]%n".formatted(i, i, below, below, below));
    }
    String file = write(bomb.toString());
    assertMessage(
        file + ":1: anchors and aliases (&name, *name) are not used in descriptions: write it out",
        file);
  }

  @Test
  void fileItself() throws IOException {
    String what = "expected a scan description: YAML with the sections volume and geometry";
    String missing = folder.resolve("no.yaml").toString();
    assertMessage(missing + ": there is no such file: " + what, missing);
    assertMessage(folder + ": is a directory: " + what, folder.toString());
    assertMessage("scan description: no file is named: expected the path of a YAML file", " ");
    String file = write("");
    assertMessage(file + ": is empty: " + what, file);
    write("# nothing but a comment\n");
    assertMessage(file + ": is empty: " + what, file);
    write("- a\n- b\n");
    assertMessage(file + ":1: holds a list of 2: " + what, file);
    write("\n\njust words\n");
    assertMessage(file + ":3: holds just words: " + what, file);
    Files.write(folder.resolve("head.yaml"), new byte[] {'a', ':', (byte) 0xff});
    assertMessage(file + ": is not UTF-8 text: " + what, file);
    Files.writeString(folder.resolve("head.yaml"), "#".repeat(10_000_001), StandardCharsets.UTF_8);
    assertMessage(file + ": is larger than 10 MB: " + what, file);
    write(
        """
        volume: {units: per-mm}
        geometry: {type: parallel, angles: [0], detector: {columns: 1, pixel: 1}}
        """);
    assertMessage(
        file
            + ":1: volume.path is missing: expected a file, a folder, a glob such as"
            + " heads/*.nii.gz, a list file such as @heads.csv, or a list of them",
        file);
  }

  @Test
  void arguments() throws IOException {
    String file = write(GOOD);
    assertMessage(
        "argument geometry.viewz.count=3: unknown key geometry.viewz (did you mean views?):"
            + " expected type, source-above, gap, detector, rays, slices, views, angles,"
            + " source-to-axis, source-to-detector, feed, pitch, file or beam",
        file,
        "geometry.viewz.count=3");
    assertMessage(
        "argument geometry.views.count=0: geometry.views.count is 0: expected a whole number from 1"
            + " to 1000000",
        file,
        "geometry.views.count=0");
    assertMessage(
        "argument verbose: expected key=value, for example geometry.views.count=90",
        file,
        "verbose");
    assertMessage(
        "argument geometry..count=1: expected names joined by dots before the =, as in"
            + " geometry.views.count",
        file,
        "geometry..count=1");
    assertMessage(
        "argument geometry.type.x=1: geometry.type has no key x: expected radiograph, parallel,"
            + " fan, cone, helical or vectors",
        file,
        "geometry.type.x=1");
    assertMessage(
        "argument geometry.angles=[1]: geometry.angles cannot go with geometry.views (%s:12): expected one of the two"
            .formatted(file),
        file,
        "geometry.views.count=9",
        "geometry.angles=[1]");
    InputException e =
        assertThrows(
            InputException.class,
            () -> Descriptions.read(file, List.of("volume.path=[ab]*.nii\n"), CONF));
    assertMatches(
        "argument volume\\.path=\\[ab\\]\\*\\.nii: is not valid YAML: .*; text that begins with \\["
            + " or \\{ must stand in quotes",
        e);
  }

  @Test
  void options() {
    InputException e =
        assertThrows(
            InputException.class, () -> Descriptions.of(Map.of("volume.path", "a.nii"), CONF));
    assertEquals(
        """
        option volume.path=a.nii: volume.units is missing: expected hounsfield, per-mm or per-cm
        options: geometry.type is missing: expected radiograph, parallel, fan, cone, helical or \
        vectors\
        """,
        e.getMessage());
    e = assertThrows(InputException.class, () -> Descriptions.of(Map.of(), CONF));
    assertEquals(
        """
        options: volume.path is missing: expected a file, a folder, a glob such as heads/*.nii.gz, a list file such as @heads.csv, or a list \
        of them
        options: volume.units is missing: expected hounsfield, per-mm or per-cm
        options: geometry.type is missing: expected radiograph, parallel, fan, cone, helical or \
        vectors\
        """,
        e.getMessage());
    e =
        assertThrows(
            InputException.class, () -> Descriptions.of(Map.of("volume.unit", "per-mm"), CONF));
    assertEquals(
        """
        option volume.unit=per-mm: unknown key volume.unit (did you mean units?): expected path, \
        dataset, axes, spacing, type, shape, byte-order, skip, gaps, scale, offset, units, mu-water, center, materials, labels, densities, effective-energy, phantom, size, samples, exact or min-age
        options: geometry.type is missing: expected radiograph, parallel, fan, cone, helical or \
        vectors\
        """,
        e.getMessage());
  }
}
