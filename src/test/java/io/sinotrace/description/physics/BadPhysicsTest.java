package io.sinotrace.description.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.description.Descriptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Protocols that cannot be used: one line each, which says where, what, and what was expected. */
class BadPhysicsTest {
  private static final String GOOD =
      """
      volume: {path: head.nii.gz, units: hounsfield, materials: water-bone}
      geometry:
        type: cone
        source-to-axis: 1000
        source-to-detector: 1500
        detector: {rows: 4, columns: 5, pixel: 1.5}
        views: {count: 3}
      physics:
        seed: 1
        protocols:
        - name: low
          beam: {kvp: 120, filters: {aluminium: 3}}
          dose: {mas-per-view: 1}
          detector: {type: counting, thresholds: [25, 65]}
        - name: panel
          beam: {energy: 60}
          dose: {photons: 1000}
          detector: {type: integrating, absorber: CsI, absorber-thickness: 0.6}
      output:
        path: out
        columns: [areal_density, low]
      """;

  /**
   * What of the good one is replaced, by what, the line at fault, and the message after it, or its
   * beginning before three points.
   */
  private static final String CASES =
      """
      materials: water-bone|center: isocenter|8|physics needs matter that rays pass through: expected volume.materials: water-bone or schneider, volume.labels, volume.densities or a phantom of materials
      protocols:|protocol:|10|unknown key physics.protocol (did you mean protocols?): expected protocols, seed, realisation, tolerance, approximate or areal-densities
      kvp: 120|kvp: 300|12|physics.protocols.low.beam.kvp: 300.0 kV: expected 40 to 140, to which the model of the tube was fitted; beyond, a spectrum from a file
      kvp: 120|kvp: 20|12|physics.protocols.low.beam.kvp: 20.0 kV: expected 40 to 140, to which the model of the tube was fitted; beyond, a spectrum from a file
      kvp: 120|kvp: [80, 150]|12|physics.protocols.low.beam.kvp: 150.0 kV: expected 40 to 140, to which the model of the tube was fitted; beyond, a spectrum from a file
      kvp: 120|kvp: high|12|physics.protocols.low.beam.kvp is high: expected a voltage in kV from 1 to 1000
      kvp: 120|kvp: 120, energy: 60|12|physics.protocols.low.beam.energy cannot go with kvp: expected one of them
      kvp: 120, ||12|physics.protocols.low.beam.kvp is missing: expected the voltage of a tube, or else spectrum or energy
      kvp: 120|spectrum: missing.csv|12|physics.protocols.low.beam.spectrum: there is no such file: expected a file of energies in keV and quanta, or a list of such pairs
      kvp: 120|spectrum: [[20, 1], [30, -2]]|12|physics.protocols.low.beam.spectrum: -2.0 quanta of 30.0 keV: expected numbers of at least 0
      kvp: 120|spectrum: [[30, 1], [20, 2]]|12|physics.protocols.low.beam.spectrum: 20.0 keV comes after 30.0: expected ascending energies
      kvp: 120|spectrum: [[20, 1], [900, 2]]|12|physics.protocols.low.beam.spectrum: 900.0 keV: expected an energy from 1 to 799 keV, for which there are coefficients
      kvp: 120|spectrum: [[20, 1, 3]]|12|element 1 of physics.protocols.low.beam.spectrum is a list of 3: expected two numbers
      kvp: 120|kvp: 120, anode-towards: up|12|physics.protocols.low.beam.anode-towards is up (did you mean top?): expected left, right, bottom or top
      energy: 60|energy: 60, anode-towards: left|16|physics.protocols.panel.beam.anode-towards goes with kvp alone
      kvp: 120|kvp: 120, anode-angle: 0|12|physics.protocols.low.beam.anode-angle is 0: expected an angle from 1 to 45 degrees
      aluminium: 3|unobtainium: 3|12|physics.protocols.low.beam.filters.unobtainium: "unobtainium" is no material...
      aluminium: 3|aluminium: -1|12|physics.protocols.low.beam.filters.aluminium is -1: expected a length in mm from 0 to 1e9
      aluminium: 3|aluminium: thin|12|physics.protocols.low.beam.filters.aluminium is thin: expected a length in mm from 0 to 1e9
      aluminium: 3|CaWO4: 1|12|physics.protocols.low.beam.filters.CaWO4: the density of CaWO4 is not known: expected it to be given
      filters: {aluminium: 3}|filters: [aluminium]|12|physics.protocols.low.beam.filters is a list of 1: expected millimetres by material, such as {aluminium: 2.5, copper: 0.1}
      filters: {aluminium: 3}|bowtie: {material: teflon}|12|physics.protocols.low.beam.bowtie.table is missing: expected a file of fan angles in degrees and thicknesses in mm, or a list of such pairs
      filters: {aluminium: 3}|bowtie: {material: teflon, table: [[0, 1], [-5, 2]]}|12|physics.protocols.low.beam.bowtie.table: the angle -5.0 in the bowtie's table: expected ascending numbers
      filters: {aluminium: 3}|bowtie: {material: teflon, table: [[0, 1]]}|12|physics.protocols.low.beam.bowtie.table: a bowtie of 1 thicknesses: expected at least 2
      energy: 60|energy: 0.5|16|physics.protocols.panel.beam.energy is 0.5: expected an energy from 1 to 799 keV
      energy: 60|energy: 800|16|physics.protocols.panel.beam.energy is 800: expected an energy from 1 to 799 keV
      photons: 1000|photons: 1000, reference: 900|17|physics.protocols.panel.dose.reference: a dose of 1000.0 behind areal densities with the noise of 900.0: expected at most that
      photons: 1000|photons: [10, 1000], reference: many|17|physics.protocols.panel.dose.reference is many: expected a number of photons, greater than 0 and at most 1e12
      photons: 1000|reference: 1000|17|physics.protocols.panel.dose.photons is missing: expected one of photons, fluence, mas-per-view, mas-per-rotation
      photons: 1000|photons: 0|17|physics.protocols.panel.dose.photons is 0: expected a number of photons, greater than 0 and at most 1e12
      photons: 1000|photons: -3|17|physics.protocols.panel.dose.photons is -3: expected a number of photons, greater than 0 and at most 1e12
      photons: 1000|photons: 1e13|17|physics.protocols.panel.dose.photons is 1e13: expected a number of photons, greater than 0 and at most 1e12
      photons: 1000|mas-per-view: 2|17|physics.protocols.panel.dose.mas-per-view needs a tube or a spectrum: with beam.energy expected photons or fluence
      photons: 1000|photons: 1, mas-per-view: 2|17|physics.protocols.panel.dose.mas-per-view cannot go with photons: expected one of them
      dose: {photons: 1000}|dose: {}|17|physics.protocols.panel.dose.photons is missing: expected one of photons, fluence, mas-per-view, mas-per-rotation
      type: integrating|type: integrating, thresholds: [20]|18|physics.protocols.panel.detector.thresholds goes with type: counting alone
      type: counting|type: counting, quantum-noise: compound|14|physics.protocols.low.detector.quantum-noise goes with type: integrating alone, since counts are exact
      thresholds: [25, 65]|thresholds: [65, 25]|14|physics.protocols.low.detector.thresholds: 25.0 after 65.0 among the thresholds: expected them to ascend
      thresholds: [25, 65]|thresholds: [-1]|14|element 1 of physics.protocols.low.detector.thresholds is -1: expected an energy from 0 to 799 keV
      thresholds: [25, 65]|threshold: 25|14|unknown key physics.protocols.low.detector.threshold (did you mean thresholds?): expected type, absorber, absorber-thickness, absorber-density, fill-f...
      absorber: CsI|absorber: CsJ|18|physics.protocols.panel.detector.absorber: "CsJ" is no material (did you mean csi?)...
      absorber: CsI|absorber: CaWO4|18|physics.protocols.panel.detector.absorber: the density of CaWO4 is not known: expected it to be given
      absorber: CsI, ||18|physics.protocols.panel.detector.absorber-thickness goes with absorber alone
      absorber-thickness: 0.6|absorber-thickness: 0|18|physics.protocols.panel.detector.absorber-thickness is 0: expected a length in mm from 1e-9 to 1e9
      absorber-thickness: 0.6|absorber-thickness: 0.6, fill-factor: 1.2|18|physics.protocols.panel.detector.fill-factor is 1.2: expected a number greater than 0 and at most 1
      absorber-thickness: 0.6|absorber-thickness: 0.6, crosstalk: [0.1, 0.9]|18|physics.protocols.panel.detector.crosstalk: crosstalk of 2 shares: expected an odd number, the middle one the pixel's own
      absorber-thickness: 0.6|absorber-thickness: 0.6, crosstalk: [0.1, 0.7, 0.1]|18|physics.protocols.panel.detector.crosstalk: the shares of crosstalk are 0.8999999999999999 together: expected 1
      absorber-thickness: 0.6|absorber-thickness: 0.6, afterglow: [0.9, 0.2]|18|physics.protocols.panel.detector.afterglow: the shares of afterglow are 1.1 together: expected at most 1
      absorber-thickness: 0.6|absorber-thickness: 0.6, afterglow: [0, 0.2]|18|physics.protocols.panel.detector.afterglow: a view's own share is 0: expected a number above 0
      absorber-thickness: 0.6|absorber-thickness: 0.6, afterglow: [1, -0.2]|18|element 2 of physics.protocols.panel.detector.afterglow is -0.2: expected a number from 0 to 1
      absorber-thickness: 0.6|absorber-thickness: 0.6, gain: 0|18|physics.protocols.panel.detector.gain is 0: expected a number greater than 0 and at most 1e12
      absorber-thickness: 0.6|absorber-thickness: 0.6, electronic-noise: -1|18|physics.protocols.panel.detector.electronic-noise is -1: expected a number from 0 to 1e12
      absorber-thickness: 0.6|absorber-thickness: 0.6, bits: 40|18|physics.protocols.panel.detector.bits is 40: expected a whole number from 1 to 32
      absorber-thickness: 0.6|absorber-thickness: 0.6, saturation: 0|18|physics.protocols.panel.detector.saturation is 0: expected a number greater than 0 and at most 1e12
      filters: {aluminium: 3}|bowtie: {material: teflon, columns: [1]}|12|physics.protocols.low.beam.bowtie.columns: a bowtie of 1 thicknesses: expected at least 2
      type: counting|type: counting, hot: [[1, 1]]|14|physics.protocols.low.detector.hot needs a greatest number: expected saturation or bits beside it
      type: counting|type: counting, dead: [[1]]|14|element 1 of physics.protocols.low.detector.dead is a list of 1: expected a row and a column
      type: counting|type: counting, dead: [1, 2]|14|element 1 of physics.protocols.low.detector.dead is 1: expected a list of pixels, each a row and a column
      type: counting|type: counting, response: {energies: [10, 150], registered: [0, 150], shares: [[1], [1.5]]}|14|element 1 of element 2 of physics.protocols.low.detector.response.shares is 1.5: expected a number from 0 to 1
      type: counting|type: counting, response: {energies: [10, 150], registered: [0, 150], shares: [[1]]}|14|physics.protocols.low.detector.response.shares: 1 lines in the response table: expected 2, one for each energy
      type: integrating|type: integrating, response: {energies: [10]}|18|physics.protocols.panel.detector.response goes with type: counting alone...
      name: panel|name: low|15|element 2 of physics.protocols has the name low, and so has the one at ...
      name: panel|name: view|10|physics.protocols has "view" as a protocol: expected names that differ from each other and from the columns of tables
      name: panel|name: Panel|15|element 2 of physics.protocols has the name "Panel": expected a name of at most 40 small letters, digits and underscores, the first a letter
      seed: 1|seed: -1|9|physics.seed is -1: expected a whole number from 0 to 2147483647
      seed: 1|seed: 1.5|9|physics.seed is 1.5: expected a whole number from 0 to 2147483647
      seed: 1|tolerance: 0|9|physics.tolerance is 0: expected a number from 1e-9 to 0.1
      seed: 1|realisation: -2|9|physics.realisation is -2: expected a whole number from 0 to 2147483647
      seed: 1|areal-densities: {water: 0}|9|physics.areal-densities.water is 0: expected a number of g/cm^2 from 1e-6 to 1e4
      columns: [areal_density, low]|columns: [low.noisey_25]|21|element 1 of output.columns is "low.noisey_25", which is no column (did you mean low.noisy_25?): expected areal_density, line_integral, low or panel, or one of their fields
      columns: [areal_density, low]|columns: [medium]|21|element 1 of output.columns is "medium", which is no column: expected areal_density, line_integral, low or panel, or one of their fields
      columns: [areal_density, low]|columns: []|21|output.columns is an empty list: expected a list of columns, such as [areal_density, low.noisy_line_integral]
      beam: {energy: 60}|beam:|16|physics.protocols.panel.beam.kvp is missing: expected the voltage of a tube, or else spectrum or energy
      """;

  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return CASES.lines().map(line -> Arguments.of((Object[]) line.split("\\|", 4)));
  }

  private void read(String yaml, String... overrides) throws IOException {
    Path file = folder.resolve("head.yaml");
    Files.writeString(file, yaml);
    Descriptions.read(file.toString(), List.of(overrides), new Configuration());
  }

  @Test
  void theGoodOneIsGood() throws IOException {
    read(GOOD);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aBadOneIsRefused(String part, String instead, String line, String message) {
    assertTrue(GOOD.contains(part), part);
    InputException e = assertThrows(InputException.class, () -> read(GOOD.replace(part, instead)));
    String expected = "%s/head.yaml:%s: %s".formatted(folder, line, message);
    String actual = String.valueOf(e.getMessage());
    if (expected.endsWith("...")) {
      assertTrue(actual.startsWith(expected.substring(0, expected.length() - 3)), actual);
    } else {
      assertEquals(expected, actual);
    }
  }
}
