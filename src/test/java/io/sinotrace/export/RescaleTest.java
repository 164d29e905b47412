package io.sinotrace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RescaleTest {
  /** As a reader has it: by the texts alone, which DICOM limits to 16 characters. */
  private static void check(float least, float greatest) {
    Rescale rescale = Rescale.over(least, greatest);
    assertTrue(rescale.slope().toString().length() <= 16, rescale::toString);
    assertTrue(rescale.intercept().toString().length() <= 16, rescale::toString);
    double slope = Double.parseDouble(rescale.slope().toString());
    double intercept = Double.parseDouble(rescale.intercept().toString());
    for (int k = 0; k <= 10; k++) {
      float value = (float) (least + ((double) greatest - least) * k / 10);
      double read = (rescale.stored(value) & 0xffff) * slope + intercept;
      double rounding = 1e-15 * (Math.abs(least) + Math.abs(greatest));
      assertEquals(value, read, slope / 2 + rounding, () -> value + " of " + rescale);
    }
    if (greatest > least) {
      // No coarser than it has to be, but for the decimals that the numbers are rounded to.
      double finest = ((double) greatest - least) / 65535;
      assertTrue(slope <= 1.000001 * finest + 2e-7 * Math.abs(least), rescale::toString);
    }
  }

  @Test
  void valuesAreTheNearestOfTheSmallestSteps() {
    check(0, 0);
    check(0, 1);
    check(-3, -3);
    check(-0.25f, 9.5f);
    check(0, Float.MIN_VALUE);
    check(-Float.MAX_VALUE, Float.MAX_VALUE);
    check(1e-7f, 2e-7f);
    check(-1.2345679e-7f, 1.2345679e-5f);
    assertEquals(0, Rescale.over(0, 5).stored(0));
    Random random = new Random(4);
    for (int k = 0; k < 1000; k++) {
      float a = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
      float b = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
      check(Math.min(a, b), Math.max(a, b));
    }
  }
}
