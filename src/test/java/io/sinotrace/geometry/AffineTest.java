package io.sinotrace.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.Seed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AffineTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(3);

  @Test
  void mapsPointsAndDirections() {
    Affine a = Affine.ofRows(0, -2, 0, 10, 3, 0, 0, 20, 0, 0, 4, 30);
    assertEquals(new Vec3(10 - 4, 20 + 3, 30 + 12), a.point(new Vec3(1, 2, 3)));
    assertEquals(new Vec3(-4, 3, 12), a.direction(new Vec3(1, 2, 3)));
    assertEquals(new Vec3(0, 3, 0), a.column(0));
    assertEquals(new Vec3(10, 20, 30), a.translation());
    // (-2)(3)(4) with one exchange of rows.
    assertEquals(24, a.determinant());
    assertEquals(new Vec3(11, 22, 33), a.translated(new Vec3(1, 2, 3)).translation());
  }

  @Test
  void inverseUndoes() {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 1000; i++) {
      double[] rows = random.doubles(12, -2, 2).toArray();
      Affine a = Affine.ofRows(rows);
      double det = Math.abs(a.determinant());
      if (det < 0.1) {
        continue;
      }
      Vec3 p = new Vec3(random.nextDouble(), random.nextDouble(), random.nextDouble());
      assertEquals(0, a.inverse().point(a.point(p)).minus(p).norm(), 1e-13 / det);
      assertEquals(0, a.point(a.inverse().point(p)).minus(p).norm(), 1e-13 / det);
    }
    // Inverse of a shear, by hand.
    Affine shear = Affine.ofRows(1, 2, 0, 5, 0, 1, 0, 0, 0, 0, 4, 8);
    Affine by = Affine.ofRows(1, -2, 0, -5, 0, 1, 0, 0, 0, 0, 0.25, -2);
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 4; c++) {
        assertEquals(by.get(r, c), shear.inverse().get(r, c), 0.0);
      }
    }
  }

  @Test
  void aFlatMapHasNoInverse() {
    Affine flat = Affine.ofRows(1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0);
    assertThrows(ArithmeticException.class, flat::inverse);
  }
}
