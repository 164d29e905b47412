package io.sinotrace.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SinCosTest {
  @Test
  void quarterTurnsAreExact() {
    double[] sin = {0, 1, 0, -1};
    double[] cos = {1, 0, -1, 0};
    for (int quarter = -4000; quarter <= 4000; quarter++) {
      SinCos t = SinCos.ofDegrees(90.0 * quarter);
      int k = Math.floorMod(quarter, 4);
      // To the bit: no -0 either.
      assertEquals(Double.doubleToRawLongBits(sin[k]), Double.doubleToRawLongBits(t.sin()));
      assertEquals(Double.doubleToRawLongBits(cos[k]), Double.doubleToRawLongBits(t.cos()));
    }
  }

  @Test
  void otherAnglesAreThoseOfTheMathematics() {
    for (int k = -7200; k <= 7200; k++) {
      double degrees = k / 8.0 + 0.01;
      SinCos t = SinCos.ofDegrees(degrees);
      assertEquals(Math.sin(Math.toRadians(degrees)), t.sin(), 1e-13);
      assertEquals(Math.cos(Math.toRadians(degrees)), t.cos(), 1e-13);
      assertEquals(1, t.sin() * t.sin() + t.cos() * t.cos(), 1e-15);
    }
    assertEquals(0.5, SinCos.ofDegrees(30).sin(), 1e-16);
    assertEquals(0.5, SinCos.ofDegrees(60).cos(), 1.2e-16);
    assertEquals(-0.5, SinCos.ofDegrees(240).cos(), 1.2e-16);
  }

  @Test
  void aQuarterMoreExchangesTheTwo() {
    for (int k = 0; k < 400; k++) {
      SinCos a = SinCos.ofDegrees(k * 0.9375);
      SinCos b = SinCos.ofDegrees(k * 0.9375 + 90);
      assertEquals(a.sin(), 0.0 - b.cos(), 1.2e-16);
      assertEquals(a.cos(), b.sin(), 1.2e-16);
    }
  }
}
