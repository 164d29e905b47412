package io.sinotrace.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.description.geometry.ConeSpec;
import io.sinotrace.description.geometry.FanSpec;
import io.sinotrace.description.geometry.HelicalSpec;
import io.sinotrace.description.geometry.ParallelSpec;
import io.sinotrace.geometry.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments over a file: what they take away, and what gives way to them. */
class OverridesTest {
  private static final Configuration CONF = new Configuration();
  private static final String CONE =
      """
      volume: {path: head.nii.gz, units: hounsfield, mu-water: 0.02}
      geometry:
        type: cone
        source-to-axis: 1000
        source-to-detector: 1500
        detector: {rows: 4, columns: 6, pixel: 1.5, offset: [1, 2], tilt: {n: 3}}
        views: {count: 360, start: 10}
      compute: {partitions: 7}
      output: {path: out, compression: none}
      """;

  @TempDir Path folder = Path.of("");

  private ScanDescription read(String... arguments) throws IOException {
    String file = Files.writeString(folder.resolve("head.yaml"), CONE).toString();
    return Descriptions.read(file, List.of(arguments), CONF);
  }

  private void assertMessage(String expected, String... arguments) {
    InputException e = assertThrows(InputException.class, () -> read(arguments));
    assertEquals(expected.replace("FILE", folder.resolve("head.yaml").toString()), e.getMessage());
  }

  private static Panel panel(ScanDescription description) {
    return assertInstanceOf(ConeSpec.class, description.geometries().get(0).spec()).panel();
  }

  @Test
  void nullTakesAKeyAway() throws IOException {
    assertEquals(0.02, read().volume().settings().effective().get("mu-water"));
    assertEquals(
        VolumeSettings.MU_WATER,
        read("volume.mu-water=null").volume().settings().effective().get("mu-water"));
    assertEquals(
        VolumeSettings.MU_WATER,
        read("volume.mu-water=~").volume().settings().effective().get("mu-water"));
    assertNull(read("compute.partitions=null").compute().partitions());
    assertNull(read("output=null").output());
    assertEquals(Panel.Tilt.NONE, panel(read("geometry.detector.tilt=null")).tilt());
    assertEquals(Panel.Tilt.NONE, panel(read("geometry.detector.tilt.n=null")).tilt());
    assertEquals(1, angles(read("geometry.views=null", "geometry.angles=[5]")));
    // As if it was not there: neither is it the other one of two.
    assertEquals(360, angles(read("geometry.angles=null")));
    // A later argument wins.
    assertEquals(
        0.03,
        read("volume.mu-water=~", "volume.mu-water=0.03")
            .volume()
            .settings()
            .effective()
            .get("mu-water"));
    assertEquals(
        9,
        panel(
                read(
                    "geometry.detector=null",
                    "geometry.detector={rows: 9, columns: 1," + " pixel: 1, tilt: null}"))
            .rows());
    String file = folder.resolve("head.yaml").toString();
    ScanDescription options =
        Descriptions.read(file, Map.of("volume.mu-water", "null", "compute", "~"), CONF);
    assertEquals(VolumeSettings.MU_WATER, options.volume().settings().effective().get("mu-water"));
    assertNull(options.compute().partitions());
  }

  private static int angles(ScanDescription description) {
    return assertInstanceOf(ConeSpec.class, description.geometries().get(0).spec())
        .angles()
        .toArray()
        .length;
  }

  @Test
  void nullOfWhatIsNoKeyOrMustBeThereIsRefused() {
    assertMessage(
        "argument volume.mu-watr=null: unknown key volume.mu-watr (did you mean mu-water?):"
            + " expected path, dataset, axes, spacing, type, shape, byte-order, skip, gaps, scale, offset, units, mu-water, center, materials, labels,"
            + " densities, effective-energy, phantom, size, samples, exact or min-age",
        "volume.mu-watr=null");
    assertMessage(
        "argument volume.units=null: volume.units is missing: expected hounsfield, per-mm or"
            + " per-cm",
        "volume.units=null");
    assertMessage(
        "argument volume.mu-water=: volume.mu-water is empty: expected a number in 1/mm, greater"
            + " than 0 and at most 1e6",
        "volume.mu-water=");
    assertMessage(
        "argument geometry.views=null: geometry.views is missing: expected views: {count:"
            + " 360} or angles: [0, 90]",
        "geometry.views=null");
  }

  @Test
  void whatTheFileSaysGivesWay() throws IOException {
    ScanDescription perCm = read("volume.units=per-cm");
    assertEquals("per-cm", perCm.volume().settings().effective().get("units"));
    assertEquals(
        List.of("path", "units", "center", "min-age"),
        List.copyOf(((Map<?, ?>) perCm.effective().getOrDefault("volume", Map.of())).keySet()));
    assertEquals(Panel.Shape.CURVED, panel(read("geometry.detector.shape=curved")).shape());
    assertInstanceOf(ParallelSpec.class, read("geometry.type=parallel").geometries().get(0).spec());
    FanSpec fan =
        assertInstanceOf(
            FanSpec.class,
            read("geometry.type=fan", "geometry.detector.offset=[0, 2]")
                .geometries()
                .get(0)
                .spec());
    assertEquals(6, fan.panel().columns());
    assertEquals(
        4 * 1.5 * 1000 / 1500,
        assertInstanceOf(
                HelicalSpec.class,
                read("geometry.type=helical", "geometry.pitch=1").geometries().get(0).spec())
            .feed(),
        1e-12);
  }

  @Test
  void whatAnArgumentSaysDoesNot() {
    assertMessage(
        "argument volume.mu-water=0.03: volume.mu-water does not go with units: per-cm: expected"
            + " it with units: hounsfield only",
        "volume.units=per-cm",
        "volume.mu-water=0.03");
    assertMessage(
        "argument geometry.feed=3: geometry.feed does not go with type: parallel: expected only"
            + " type, detector, slices, views, angles, rays",
        "geometry.feed=3",
        "geometry.type=parallel");
    assertMessage(
        "argument geometry.detector.tilt={u: 1}: geometry.detector.tilt does not go with shape:"
            + " curved: expected it with shape: flat only",
        "geometry.detector.shape=curved",
        "geometry.detector.tilt={u: 1}");
    // Nor does the file to an argument that decides nothing.
    assertMessage(
        "argument geometry.feed=3: geometry.feed does not go with type: cone: expected only type,"
            + " source-to-axis, source-to-detector, detector, views, angles, rays",
        "geometry.feed=3");
  }

  @Test
  void aKeyOfWhatHasNoKeys() {
    String expected =
        "geometry.detector.offset has no key u: expected a number of mm from -1e9 to 1e9, or two of"
            + " them as [v, u]";
    assertMessage(
        "argument geometry.detector.offset.u=40: " + expected, "geometry.detector.offset.u=40");
    assertMessage(
        "argument geometry.detector.offset.u=40: " + expected,
        "geometry.detector.offset=null",
        "geometry.detector.offset.u=40");
    assertMessage(
        "argument compute.partitions.each=4: compute.partitions has no key each: expected a whole"
            + " number from 1 to 1000000",
        "compute.partitions.each=4");
    assertMessage(
        "argument geometry.views.count=3: geometry.views is 5 (argument geometry.views=5): expected"
            + " a section, to set its key count",
        "geometry.views=5",
        "geometry.views.count=3");
  }

  @Test
  void aKeyWithoutItsSection() {
    assertMessage(
        "argument overwrite=true: unknown key overwrite (did you mean output.overwrite?): expected"
            + " volume, geometry, physics, compute, output or reconstruction",
        "overwrite=true");
    assertMessage(
        "argument output.backend=simd: unknown key output.backend (did you mean compute.backend?):"
            + " expected path, on-change, overwrite, columns, compression or preview",
        "output.backend=simd");
    assertMessage(
        "argument path=x: unknown key path (did you mean output.path or volume.path?): expected"
            + " volume, geometry, physics, compute, output or reconstruction",
        "path=x");
  }
}
