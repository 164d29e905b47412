package io.sinotrace.description.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.InputException;
import io.sinotrace.description.phantom.PhantomReader.Written;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.phantom.Phantom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhantomReaderTest {
  private static final String BOTTLE =
      """
      name: bottle
      solids:
        - {shape: cylinder, size: [60, 60, 100], material: polyethylene, density: 0.95}
        - {shape: cylinder, size: [56, 56, 96], material: water, mode: replace,
           clip: {normal: [0, 0, 2], at: 20}}
        - shape: cylinder
          size: [56, 56, 96]
          material: vacuum
          mode: replace
          clip: [{normal: [0, 0, -1], at: -20}]
        - shape: ellipsoid
          center: [10, 0, -20]
          size: [20, 10, 10]
          rotation: {axis: [0, 0, 1], degrees: 90}
          material: water
          density: 0.5
      """;

  @TempDir Path folder;

  private Written read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), text);
    return PhantomReader.file(
        new org.apache.hadoop.fs.Path(file.toUri()), "my.yaml", new Configuration());
  }

  @Test
  void whatIsWrittenIsThere() throws IOException {
    Written written = read(BOTTLE);
    assertEquals("bottle", written.name());
    Phantom phantom = written.phantom(60);
    assertEquals(List.of("polyethylene", "water"), phantom.channels().names());
    // Of water 0.2059 cm^2/g at 60 keV; channels are tenths of densities.
    assertEquals(0.2059, phantom.channels().shares().get(1), 1e-3);
    Vec3 wall = new Vec3(0, 29, 0);
    assertEquals(0.095, phantom.value(0, wall), 1e-15);
    assertEquals(0, phantom.value(1, wall));
    Vec3 full = new Vec3(0, 0, -40);
    assertEquals(0, phantom.value(0, full));
    assertEquals(0.1, phantom.value(1, full), 1e-15);
    Vec3 empty = new Vec3(0, 0, 30);
    assertEquals(0, phantom.value(0, empty));
    assertEquals(0, phantom.value(1, empty));
    // Turned by a quarter, the ellipsoid is 20 long along y; its half density adds to the water.
    assertEquals(0.15, phantom.value(1, new Vec3(10, 9, -20)), 1e-15);
    assertEquals(0.1, phantom.value(1, new Vec3(19, 0, -20)), 1e-15);
    // Along z: the floor and the lid of 2 mm each, and 68 mm of water.
    double[] through = new double[2];
    phantom.lineIntegralsThrough(Vec3.ZERO, Vec3.UNIT_Z, through);
    assertEquals(0.095 * 4, through[0], 1e-13);
    assertEquals(0.1 * 68, through[1], 1e-13);
  }

  /** As a manifest records it: in JSON, with all defaults. */
  @Test
  void theRecordedSectionIsTheSamePhantom() throws IOException {
    Written written = read(BOTTLE);
    Written again = read(new ObjectMapper().writeValueAsString(written.section()));
    assertEquals(written.phantom(60), again.phantom(60));
    assertEquals(written.section(), again.section());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "solids: [{shape: box, size: 1, mu: 1, centre: [0, 0, 0]}] | my.yaml:1: element 1 of"
            + " phantom.solids.centre is an unknown key (did you mean center?): expected shape,"
            + " center, size, rotation, clip, mode, mu, material or density",
        "solid: [{shape: box, size: 1, mu: 1}] | my.yaml:1: phantom.solid is an unknown key (did"
            + " you mean solids?): expected name or solids",
        "solids: [{shape: box, size: -1, mu: 1}] | my.yaml:1: element 1 of phantom.solids.size is"
            + " -1: expected a length in mm, or three of them along the solid's own axes as"
            + " [a, b, c]",
        "solids: [{shape: box, size: [1, 0, 1], mu: 1}] | my.yaml:1: element 2 of element 1 of"
            + " phantom.solids.size is 0: expected a length in mm from 1e-9 to 1e9",
        "solids: [{shape: box, mu: 1}] | my.yaml:1: element 1 of phantom.solids has no size:"
            + " expected a length in mm, or three of them along the solid's own axes as [a, b, c]",
        "solids: [{shape: box, size: 1}] | my.yaml:1: element 1 of phantom.solids has no mu:"
            + " expected mu in 1/mm, or a material",
        "solids: [{shape: boxx, size: 1, mu: 1}] | my.yaml:1: element 1 of phantom.solids.shape is"
            + " boxx (did you mean box?): expected ellipsoid, box or cylinder",
        "solids: [{size: 1, mu: 1}] | my.yaml:1: element 1 of phantom.solids has no shape: expected"
            + " ellipsoid, box or cylinder",
        "solids: [{shape: box, size: 1, mu: 1, material: water}] | my.yaml:1: element 1 of"
            + " phantom.solids.mu cannot go with material: expected one of the two",
        "solids: [{shape: box, size: 1, mu: 1, density: 2}] | my.yaml:1: element 1 of"
            + " phantom.solids.density goes with material alone",
        "solids: [{shape: box, size: 1, material: vacuum}] | my.yaml:1: element 1 of phantom.solids"
            + " is vacuum that adds nothing: expected mode: replace",
        "solids: [{shape: box, size: 1, material: vacuum, mode: replace}] | my.yaml:1: phantom is"
            + " all vacuum: expected a solid of another material",
        "solids: [{shape: box, size: 1, mu: 1}, {shape: box, size: 1, material: water}] |"
            + " my.yaml:1: element 2 of phantom.solids has another of mu and material than the"
            + " first: expected one of the two",
        "solids: [{shape: box, size: 1, mu: 1, clip: {normal: [0, 0, 0], at: 1}}] | my.yaml:1:"
            + " element 1 of phantom.solids.clip.normal has no direction: expected one that is"
            + " longer than 1e-6",
        "solids: [{shape: box, size: 1, mu: 1, clip: {normal: [0, 0, 1]}}] | my.yaml:1: element 1 of"
            + " phantom.solids.clip has no at: expected a plane, such as {normal: [0, 0, 1], at:"
            + " 20}",
        "solids: [{shape: box, size: 1, mu: 1, mode: added}] | my.yaml:1: element 1 of"
            + " phantom.solids.mode is added (did you mean add?): expected add or replace",
        "solids: [] | my.yaml:1: phantom.solids is an empty list: expected a list of solids",
        "solids: 3 | my.yaml:1: phantom.solids is 3: expected a list of solids",
        "name: A b | my.yaml:1: phantom.name is A b: expected at most 100 small letters, digits, _"
            + " and -, the first a letter, and no two hyphens in a row",
        "name: a | my.yaml:1: phantom has no solids: expected a list of solids",
        "[1] | my.yaml:1: phantom is a list of 1: expected a phantom: a section with solids, a list"
            + " such as [{shape: box, size: 10, mu: 0.02}]",
      })
  void badOnesAreRefused(String text, String message) {
    InputException e = assertThrows(InputException.class, () -> read(text));
    assertEquals(message, e.getMessage());
  }

  /** Each ray would meet all of them. */
  @Test
  void aSolidHasAHundredHalfSpacesAtMost() throws IOException {
    String text = "solids: [{shape: box, size: 1, mu: 1, clip: [%s]}]";
    String plane = "{normal: [0, 0, 1], at: 0}";
    read(text.formatted(String.join(", ", Collections.nCopies(100, plane))));
    String more = text.formatted(String.join(", ", Collections.nCopies(101, plane)));
    InputException e = assertThrows(InputException.class, () -> read(more));
    assertEquals(
        "my.yaml:1: element 1 of phantom.solids.clip has 101: expected at most 100",
        e.getMessage());
  }
}
