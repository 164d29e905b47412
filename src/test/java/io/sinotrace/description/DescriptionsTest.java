package io.sinotrace.description;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.Spelling;
import io.sinotrace.description.OutputSpec.OnChange;
import io.sinotrace.description.geometry.ConeSpec;
import io.sinotrace.description.geometry.HelicalSpec;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.plan.TilePlanner.Split;
import io.sinotrace.preview.raster.ColourMap;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.preview.raster.Shading;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.volume.MuScale;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, arguments and options that are right. */
class DescriptionsTest {
  private static final Configuration CONF = new Configuration();
  private static final String CONE =
      """
      # A comment.
      volume: {path: ../data/head.nii.gz, units: hounsfield}
      geometry:
        type: cone
        source-to-axis: 1000
        source-to-detector: 1500
        detector: {rows: 4, columns: 6, pixel: 1.5}
        views: {count: 360}
      compute:      # nothing chosen
      """;

  @TempDir Path folder = Path.of("");

  private ScanDescription read(String text, String... arguments) throws IOException {
    Path jobs = Files.createDirectories(folder.resolve("jobs"));
    String file = Files.writeString(jobs.resolve("head.yaml"), text).toString();
    return Descriptions.read(file, List.of(arguments), CONF);
  }

  private int views(ScanDescription description) {
    VoxelGrid grid = VoxelGrid.centred(4, 4, 4, new Vec3(1, 1, 1));
    return description.geometries().get(0).spec().compile(grid).views().size();
  }

  @Test
  void defaults() throws IOException {
    ScanDescription d = read(CONE);
    VolumeSettings volume = d.volume().settings();
    assertEquals(
        List.of("file:" + folder.toRealPath() + "/data/head.nii.gz"),
        d.volume().inputs().stream().map(VolumeSpec.Input::path).toList());
    assertEquals(new MuScale(VoxelUnits.HOUNSFIELD, 0.0206), volume.parts().get(0).meaning());
    assertEquals(Placement.ISOCENTER, volume.placement());
    assertNull(volume.dataset());
    assertNull(volume.axes());
    assertNull(volume.spacing());
    assertEquals(new ComputeSpec("auto", Split.AUTO, null), d.compute());
    assertNull(d.output());
    assertEquals(360, views(d));
  }

  @Test
  void effectiveHasDefaultsFilledIn() throws IOException {
    ScanDescription d = read(CONE + "output: {path: out}\n");
    String root = "file:" + folder.toRealPath();
    String expected =
        """
        {"volume":{"path":"%s/data/head.nii.gz","units":"hounsfield","mu-water":0.0206,\
        "center":"isocenter","min-age":0.0},\
        "geometry":{"type":"cone","source-to-axis":1000.0,"source-to-detector":1500.0,\
        "detector":{"rows":4,"columns":6,"pixel":[1.5,1.5],"offset":[0.0,0.0],"shape":"flat"},\
        "views":{"count":360,"start":0.0,"range":360.0}},\
        "compute":{"backend":"auto","split":"auto"},\
        "output":{"path":"%s/jobs/out","on-change":"keep","overwrite":false,"compression":"zstd",\
        "preview":{"column":"line_integral","style":"grey","window":"auto"}}}"""
            .formatted(root, root);
    String json = new ObjectMapper().writeValueAsString(d.effective());
    assertEquals(expected, json);
    // JSON is YAML: what was understood is a description of the same scan.
    assertEquals(d.effective(), read(json).effective());
  }

  @Test
  void argumentsWinOverTheFile() throws IOException {
    ScanDescription d =
        read(
            CONE,
            "geometry.views.count=90",
            "geometry.views.count=91",
            "volume.units=per-cm",
            "volume.path=here/*.nii",
            "compute.partitions=7",
            "compute.backend=\"scalar\"",
            "output.path=out",
            "output.overwrite=true",
            "output.compression=none");
    assertEquals(91, views(d));
    assertEquals("per-cm", d.volume().settings().effective().get("units"));
    assertEquals(new ComputeSpec("scalar", Split.AUTO, 7), d.compute());
    String working = "file:" + Path.of("").toRealPath();
    assertEquals(
        new OutputSpec(
            working + "/out",
            OnChange.REPLACE,
            true,
            null,
            Compression.NONE,
            new PreviewSpec(ValueColumn.LINE_INTEGRAL, Shading.DEFAULT)),
        d.output());
    assertEquals(working + "/here/*.nii", d.volume().inputs().get(0).path());
  }

  @Test
  void anErrorAboutASettingNamesItsPlaceAndKey() throws IOException {
    ScanDescription d = read(CONE + "  split: rows\n  partitions: 3\n", "output.path=out");
    String file = folder + "/jobs/head.yaml";
    InputException partitions = new InputException(Setting.PARTITIONS, "3, but 2 at most");
    assertEquals("partitions: 3, but 2 at most", partitions.getMessage());
    assertEquals(
        file + ":11: compute.partitions: 3, but 2 at most", d.located(partitions).getMessage());
    assertSame(partitions, d.located(partitions).getCause());
    assertEquals(
        "argument output.path=out: output.path: full",
        d.located(new InputException(Setting.OUTPUT, "full")).getMessage());
    // Of a key that is not written, the place of its section.
    assertEquals(
        file + ":2: volume.spacing: missing",
        d.located(new InputException(Setting.SPACING, "missing")).getMessage());
    InputException other = new InputException("a.nii: is empty");
    assertSame(other, d.located(other));
  }

  @Test
  void picturesAreGreyUnlessAskedForOtherwise() throws IOException {
    assertEquals(new Shading(ColourMap.GREY, null), preview("{path: out}"));
    assertEquals(
        new Shading(ColourMap.GREY, null), preview("{path: out, preview: {window: auto}}"));
    assertEquals(
        new Shading(ColourMap.VIRIDIS, new DisplayWindow(-0.5, 6)),
        preview("{path: out, preview: {style: viridis, window: [-0.5, 6]}}"));
    assertNull(preview("{path: out, preview: none}"));
    assertNull(preview("{path: out, preview: {style: grey}}", "output.preview=none"));
    assertEquals(
        new Shading(ColourMap.VIRIDIS, new DisplayWindow(0, 6)),
        preview("{path: out}", "output.preview.style=viridis", "output.preview.window=[0,6]"));
    // What was understood is understood again.
    ScanDescription none = read(CONE + "output: {path: out, preview: none}\n");
    String json = new ObjectMapper().writeValueAsString(none.effective());
    assertEquals(none.effective(), read(json).effective());
  }

  /** The record of a description is JSON, which quotes all words. */
  @Test
  void wordsMayStandInQuotes() throws IOException {
    for (String geometry :
        List.of(
            "type: parallel, slices: all, detector: {columns: 4, pixel: 1}, angles: [0]",
            "type: radiograph, source-above: 9, gap: 1,"
                + " detector: {rows: 4, columns: 4, pixel: cover}")) {
      String volume = "volume: {path: a.nii, units: per-mm}\n";
      ScanDescription bare = read(volume + "geometry: {" + geometry + "}\n");
      String json = new ObjectMapper().writeValueAsString(bare.effective());
      assertEquals(bare.effective(), read(json).effective());
    }
  }

  private @Nullable Shading preview(String output, String... arguments) throws IOException {
    PreviewSpec preview =
        requireNonNull(read(CONE + "output: " + output + "\n", arguments).output()).preview();
    return preview == null ? null : preview.shading();
  }

  @Test
  void argumentsHoldListsAndTakeAlternativesAway() throws IOException {
    ScanDescription d = read(CONE, "geometry.angles=[0,90, 180]", "geometry.detector.pixel=[1, 2]");
    assertEquals(3, views(d));
    ConeSpec cone = assertInstanceOf(ConeSpec.class, d.geometries().get(0).spec());
    assertEquals(1, cone.panel().pitchV());
    assertEquals(2, cone.panel().pitchU());
    String angles = CONE.replace("views: {count: 360}", "angles: [1, 2, 3]");
    assertEquals(5, views(read(angles, "geometry.views.count=5")));
  }

  @Test
  void optionsAlone() throws IOException {
    Map<String, String> options = new TreeMap<>();
    options.put("volume.path", "/data/a.h5");
    options.put("volume.dataset", "/ct");
    options.put("volume.axes", "xyz");
    options.put("volume.spacing", "[1, 2, 3]");
    options.put("volume.units", "per-mm");
    options.put("volume.center", "file");
    options.put("geometry.type", "helical");
    options.put("geometry.source-to-axis", "500");
    options.put("geometry.source-to-detector", "1000");
    options.put("geometry.pitch", "1.5");
    options.put("geometry.detector", "{rows: 1, columns: 8, pixel: 2}");
    options.put("geometry.detector.rows", "64");
    options.put("geometry.views.count", "12");
    ScanDescription d = Descriptions.of(options, CONF);
    HelicalSpec helical = assertInstanceOf(HelicalSpec.class, d.geometries().get(0).spec());
    assertEquals(96, helical.feed());
    assertEquals("/ct", d.volume().settings().source("x").parts().get(0).dataset());
    assertEquals(AxisOrder.XYZ, d.volume().settings().source("x").axes());
    assertEquals(new Vec3(1, 2, 3), d.volume().settings().source("x").spacing());
    assertEquals(Placement.FILE, d.volume().settings().source("x").placement());
  }

  @Test
  void numbersOfManyForms() throws IOException {
    // 0500 is no octal number, 1e3 no text; CRLF and a byte order mark do no harm.
    String text =
        "\uFEFF"
            + CONE.replace("axis: 1000", "axis: 0500.")
                .replace("1500", "+.1E+4")
                .replace("\n", "\r\n");
    ConeSpec cone = assertInstanceOf(ConeSpec.class, read(text).geometries().get(0).spec());
    assertEquals(500, cone.sourceToAxis());
    assertEquals(1000, cone.sourceToDetector());
  }

  @Test
  void suggestionsAreForNearMissesOnly() {
    List<String> keys = List.of("source-to-axis", "center", "u");
    assertEquals(" (did you mean source-to-axis?)", Spelling.suggest("sourceToAxis", keys));
    assertEquals(" (did you mean center?)", Spelling.suggest("centre", keys));
    assertEquals("", Spelling.suggest("w", keys));
    assertEquals("", Spelling.suggest("canter-up", keys));
  }

  @Test
  void messagesStayOnOneShortLine() {
    InputException e =
        assertThrows(
            InputException.class, () -> Descriptions.of(Map.of("a\nb", "x".repeat(1000)), CONF));
    String message = String.valueOf(e.getMessage());
    assertEquals(0, message.indexOf("option a b=xxx"));
    assertEquals(-1, message.indexOf('\n'));
    assertEquals(true, message.length() < 250, message);
  }
}
