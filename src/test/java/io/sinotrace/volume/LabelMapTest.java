package io.sinotrace.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMapTest {
  private static final Channels CHANNELS =
      new Channels(List.of("water", "bone"), List.of(0.2, 0.3));
  private static final int[] LABELS = {Integer.MIN_VALUE, 0, 3, Integer.MAX_VALUE};
  private static final double[][] VALUES = {{0.1, 0, 0.5, 0}, {0, 0, 0.25, 0.7}};
  private static final LabelMap MAP = new LabelMap(CHANNELS, LABELS, VALUES);

  @Test
  void eachLabelStandsForItsValues() {
    double[] numbers = {9, 3, 3, -0.0, Integer.MIN_VALUE, Integer.MAX_VALUE, 3, 9};
    double[][] values = new double[2][6];
    assertEquals(6, MAP.convert(numbers, 1, 6, values));
    assertArrayEquals(new double[] {0.5, 0.5, 0, 0.1, 0, 0.5}, values[0]);
    assertArrayEquals(new double[] {0.25, 0.25, 0, 0, 0.7, 0.25}, values[1]);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        1,
        -1,
        2.9999999999999996,
        3.0000000000000004,
        0.5,
        1e-300,
        0x1p31,
        -0x1p31 - 1,
        1e300,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      })
  void whatIsNoLabelEndsTheRun(double number) {
    double[][] values = new double[2][4];
    assertEquals(2, MAP.convert(new double[] {3, 0, number, 3}, 0, 4, values));
    assertEquals(0, MAP.convert(new double[] {number, 3}, 0, 2, values));
  }

  @Test
  void anErrorNamesTheLabels() {
    assertEquals("a label of the table: -2147483648, 0, 3, 2147483647", MAP.expected());
  }

  @Test
  void equalTablesAreEqual() {
    LabelMap same =
        new LabelMap(CHANNELS, LABELS.clone(), new double[][] {{0.1, 0, 0.5, 0}, VALUES[1]});
    assertEquals(MAP, same);
    assertEquals(MAP.hashCode(), same.hashCode());
    assertNotEquals(
        MAP, new LabelMap(CHANNELS, LABELS, new double[][] {{0.1, 0, 0.6, 0}, VALUES[1]}));
    assertNotEquals(MAP, new LabelMap(CHANNELS, new int[] {0, 1, 2, 3}, VALUES));
    Channels others = new Channels(List.of("water", "lung"), List.of(0.2, 0.3));
    assertNotEquals(MAP, new LabelMap(others, LABELS, VALUES));
  }

  @Test
  void labelsAscendAndHaveValuesOfEachChannel() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelMap(CHANNELS, new int[] {1, 1, 2, 3}, VALUES));
    assertThrows(IllegalArgumentException.class, () -> new LabelMap(CHANNELS, new int[0], VALUES));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelMap(CHANNELS, LABELS, new double[][] {VALUES[0]}));
  }
}
