package io.sinotrace.volume.phantom;

import io.sinotrace.geometry.Vec3;
import java.io.Serializable;
import java.util.List;

/**
 * A mathematical object in the world, the sum of its solids.
 *
 * <p>Where solids overlap their mu adds up, so a hole is a solid of negative mu. Point values and
 * line integrals are exact up to the rounding of float64.
 *
 * @param solids the components, summed in this order
 */
public record Phantom(List<Solid> solids) implements Serializable {
  /** Copies the list. */
  public Phantom {
    solids = List.copyOf(solids);
  }

  /** Returns a phantom of these solids. */
  public static Phantom of(Solid... solids) {
    return new Phantom(List.of(solids));
  }

  /** Returns the linear attenuation coefficient at a point of the world (mm), in 1/mm. */
  public double mu(Vec3 p) {
    double sum = 0;
    for (Solid solid : solids) {
      if (solid.contains(p)) {
        sum += solid.mu();
      }
    }
    return sum;
  }

  /**
   * Returns the integral of mu along the segment between two points of the world, in mm.
   *
   * @return dimensionless; 0 for a segment without length
   */
  public double lineIntegral(Vec3 from, Vec3 to) {
    Vec3 direction = to.minus(from);
    double length = direction.norm();
    if (length == 0) {
      return 0;
    }
    double sum = 0;
    for (Solid solid : solids) {
      sum += solid.mu() * (solid.chord(from, direction).lengthOnSegment() * length);
    }
    return sum;
  }

  /**
   * Returns the integral of mu along a whole line.
   *
   * @param point any point of the line, in mm
   * @param direction its direction, of any length but 0
   * @return dimensionless
   */
  public double lineIntegralThrough(Vec3 point, Vec3 direction) {
    Vec3 unit = direction.unit();
    double sum = 0;
    for (Solid solid : solids) {
      sum += solid.mu() * solid.chord(point, unit).length();
    }
    return sum;
  }

  /** Returns this phantom with all places and sizes multiplied by {@code factor}. */
  public Phantom scaled(double factor) {
    return new Phantom(solids.stream().map(s -> s.scaled(factor)).toList());
  }
}
