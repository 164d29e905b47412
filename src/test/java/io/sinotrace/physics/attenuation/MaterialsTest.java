package io.sinotrace.physics.attenuation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tschoonj.xraylib.Xraylib;
import com.github.tschoonj.xraylib.compoundData;
import io.sinotrace.InputException;
import io.sinotrace.Seed;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaterialsTest {
  @RegisterExtension private static final Seed SEED = Seed.drawn();

  /** Percentages by mass from the molar masses of the IUPAC; xraylib's have two decimals. */
  @ParameterizedTest
  @CsvSource({
    "H2O, 1, 11.19",
    "CsI, 53, 48.84",
    "CaWO4, 74, 63.85",
    "Gd2O2S, 64, 83.08",
    "CuSO4(H2O)5, 29, 25.45",
    "Ca10(PO4)6(OH)2, 20, 39.89",
    "Zn0.9Cd.1Te, 52, 64.55"
  })
  void aFormulaGivesTheSharesOfItsElements(String formula, int protons, double percent) {
    assertEquals(
        percent, 100 * Materials.named(formula).massFractions().getOrDefault(protons, 0.0), 0.03);
  }

  /** Bracketed at random, against the parser of xraylib. */
  @Test
  void formulasAreReadAsXraylibReadsThem() {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 2000; i++) {
      String formula = formula(random, 3);
      SortedMap<Integer, Double> read = Materials.named(formula).massFractions();
      SortedMap<Integer, Double> expected = byXraylib(formula);
      assertEquals(expected.keySet(), read.keySet(), formula);
      expected.forEach(
          (protons, share) ->
              assertEquals(share, read.getOrDefault(protons, 0.0), 1e-12 * share, formula));
    }
  }

  private static String formula(SplittableRandom random, int depth) {
    StringBuilder text = new StringBuilder();
    for (int part = random.nextInt(1, 4); part > 0; part--) {
      text.append(
          depth > 0 && random.nextInt(3) == 0
              ? "(" + formula(random, depth - 1) + ")"
              : Xraylib.AtomicNumberToSymbol(random.nextInt(1, 93)));
      switch (random.nextInt(3)) {
        case 0 -> text.append(random.nextInt(1, 30));
        case 1 -> text.append(random.nextInt(0, 3)).append('.').append(random.nextInt(1, 100));
        default -> {}
      }
    }
    return text.toString();
  }

  /** xraylib lists an element that is in several groups several times. */
  private static SortedMap<Integer, Double> byXraylib(String formula) {
    compoundData data = Xraylib.CompoundParser(formula);
    SortedMap<Integer, Double> fractions = new TreeMap<>();
    for (int k = 0; k < data.getNElements(); k++) {
      fractions.merge(data.getElements()[k], data.getMassFractions()[k], Double::sum);
    }
    return fractions;
  }

  @Test
  void everyNameOfTheListIsAMaterial() {
    for (String name : Xraylib.GetCompoundDataNISTList()) {
      // It is beyond the elements that we offer.
      if (!name.equals("Plutonium Dioxide")) {
        assertTrue(Materials.named(name).density() > 0, name);
        assertTrue(Materials.named(name).massAttenuation(60) > 0, name);
      }
    }
  }

  /** Densities in g/cm^3: NIST's list, and of elements the CRC Handbook. */
  @ParameterizedTest
  @CsvSource({
    "water, 1",
    "air, 0.001205",
    "bone, 1.85",
    "adipose, 0.92",
    "pmma, 1.19",
    "teflon, 2.2",
    "csi, 4.51",
    "gos, 7.44",
    "Aluminum, 2.70",
    "copper, 8.96",
    "tungsten, 19.3",
    "Pb, 11.35"
  })
  void namesHaveDensities(String name, double expected) {
    assertEquals(1, Materials.named(name).density() / expected, 2e-3);
  }

  @ParameterizedTest
  @CsvSource({
    "watr, water",
    "aluminim, aluminium",
    "soft_tissue, soft-tissue",
    "cu, Cu",
    "PMMMA, pmma",
    "'water, liquid', 'Water, Liquid'"
  })
  void aMisspeltNameGetsASuggestion(String name, String meant) {
    String message = assertThrows(InputException.class, () -> Materials.named(name)).getMessage();
    String begin = "\"%s\" is no material (did you mean %s?): expected ".formatted(name, meant);
    assertTrue(message.startsWith(begin), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "1",
        "unobtainium",
        "Xx2",
        "2H2O",
        "H0",
        "H0.0O",
        "H-1",
        "H1.2.3",
        "H1e3",
        "H2O)",
        "(H2O",
        "()",
        "H()",
        "H 2O",
        "water\nair",
        "CuSO4*5",
        "H2O\u0000",
        "D2O\u0085",
        "\u00e9"
      })
  void aNameThatIsNoMaterialIsRefusedInOneLine(String name) {
    String message = assertThrows(InputException.class, () -> Materials.named(name)).getMessage();
    assertTrue(message.contains(" is no material"), message);
    assertTrue(message.contains(": expected adipose, air, "), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void brackets100000DeepAreRefused() {
    String deep = "(".repeat(100_000) + "H" + ")".repeat(100_000);
    String message = assertThrows(InputException.class, () -> Materials.named(deep)).getMessage();
    assertTrue(message.length() < 1000, message);
  }

  @Test
  void elementsWithoutDataAreRefused() {
    String message = assertThrows(InputException.class, () -> Materials.named("PuO2")).getMessage();
    assertEquals(
        "PuO2 has an element of 94 protons: expected 1 to 92, for which there are coefficients",
        message);
  }

  /** What a program prints must not depend on whether it reads a formula in another thread. */
  @Test
  void noNameIsReadInTheLocaleOfTheProgram() {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    try {
      // Turkish has another lower case of I, and Arabic in Egypt other digits.
      for (String tag : new String[] {"tr-TR", "ar-EG-u-nu-arab"}) {
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag(tag));
        assertEquals(2, Materials.named("CsI0.5").massFractions().size());
        assertEquals("iodine", Materials.named("IODINE").name());
        assertEquals(tag, Locale.getDefault(Locale.Category.FORMAT).toLanguageTag());
      }
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  /** Whatever is typed, the answer is a material or one line. */
  @Test
  void nothingElseIsThrown() {
    SplittableRandom random = SEED.random();
    String letters = "HOCaWIx()0123.9 -,\n";
    int materials = 0;
    for (int i = 0; i < 20_000; i++) {
      char[] text = new char[random.nextInt(1, 12)];
      for (int k = 0; k < text.length; k++) {
        text[k] = letters.charAt(random.nextInt(letters.length()));
      }
      try {
        Material material = Materials.named(new String(text));
        assertTrue(material.massAttenuation(60) > 0, material.name());
        materials++;
      } catch (InputException e) {
        assertEquals(1, e.getMessage().lines().count(), () -> Arrays.toString(text));
      }
    }
    assertTrue(materials > 100);
  }
}
