package io.sinotrace.physics.tissue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.tissue.LabelTable.Label;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTextTest {
  @Test
  void eachLabelHasItsMaterialAtItsDensity() {
    LabelTable table =
        LabelText.parse(
            """
            label; material; density
            # the background
            0, vacuum

            7; bone; 1.2
            3, Water, Liquid, 0.998
            -1\tTi
            5, bone
            200, CaWO4, 6.06
            """,
            "labels.csv");
    assertEquals(
        List.of("Ti", "Water, Liquid", "bone", "CaWO4"),
        table.materials().stream().map(Material::name).toList());
    assertArrayEquals(new int[] {-1, 0, 3, 5, 7, 200}, table.labels());
    assertArrayEquals(
        new double[][] {
          {Materials.named("Ti").density(), 0, 0, 0, 0, 0},
          {0, 0, 0.998, 0, 0, 0},
          {0, 0, 0, 1.85, 1.2, 0},
          {0, 0, 0, 0, 0, 6.06}
        },
        table.densities());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 water | f:1: \"1 water\": expected a label, a material, and the density if",
        "1.5, water | f:1: \"1.5, water\": expected a label",
        "1 | f:1: \"1\": expected a label",
        "1, | f:1: \"1,\": expected a label",
        "1, watr | f:1: \"watr\" is no material (did you mean water?): expected ",
        "1, water, heavy | f:1: \"water, heavy\" is no material",
        "1, water, 0 | f:1: water has a density of 0.0 g/cm^3: expected a number above 0",
        "1, water, -1 | f:1: water has a density of -1.0 g/cm^3: expected a number above 0",
        "1, water, 1e999 | f:1: water has a density of Infinity g/cm^3: expected a number above 0",
        "1, vacuum, 1 | f:1: \"vacuum\" is no material",
        "9999999999, water | f:1: label 9999999999: expected a whole number of 32 bits",
        "1, water, 1000 | f: label 1: water has a density of 1000.0 g/cm^3: expected at most 30",
        "1, CaWO4 | f: label 1: nothing says the density of CaWO4: expected one in g/cm^3",
        "1, vacuum | f: no label stands for a material: expected one at least",
        "# nothing | f: no label stands for a material: expected one at least",
        "label, material | f: no label stands for a material: expected one at least"
      })
  void aLineThatIsNoneIsNamed(String text, String message) {
    String thrown =
        assertThrows(InputException.class, () -> LabelText.parse(text, "f")).getMessage();
    assertEquals(message, thrown.substring(0, Math.min(message.length(), thrown.length())));
    assertEquals(1, thrown.lines().count());
  }

  @Test
  void aLabelStandsForOneThing() {
    String text = "1, water\n2, bone\n1, bone";
    assertEquals(
        "f: label 1 stands for two things: expected one",
        assertThrows(InputException.class, () -> LabelText.parse(text, "f")).getMessage());
  }

  @Test
  void aNameIsOfOneMaterial() {
    List<Label> table =
        List.of(
            new Label(1, Materials.named("water")),
            new Label(2, Materials.named("bone").named("water")));
    assertEquals(
        "label 2: another label has a different material of the name water: expected a name each",
        assertThrows(InputException.class, () -> new LabelTable(table)).getMessage());
  }
}
