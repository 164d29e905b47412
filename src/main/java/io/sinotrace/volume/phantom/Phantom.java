package io.sinotrace.volume.phantom;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mathematical object in the world, made of solids in their order.
 *
 * <p>Where solids overlap their mu adds up, so a hole is a solid of negative mu; one that replaces
 * takes the place of all before it. Point values and line integrals are exact up to the rounding of
 * float64.
 *
 * @param channels mu alone, or materials
 * @param solids the components, in the order in which they add and replace
 */
public record Phantom(Channels channels, List<Solid> solids) implements Serializable {
  /** The share of a length that does not count. */
  private static final double ROUNDING = 1e-9;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a solid is of no channel
   */
  public Phantom {
    solids = List.copyOf(solids);
    for (Solid solid : solids) {
      if (solid.channel() < 0 || solid.channel() >= channels.count()) {
        throw new IllegalArgumentException("a solid of channel " + solid.channel());
      }
    }
  }

  /** Returns a phantom of these solids, all of mu. */
  public static Phantom of(List<Solid> solids) {
    return new Phantom(Channels.MU, solids);
  }

  /** As above. */
  public static Phantom of(Solid... solids) {
    return of(List.of(solids));
  }

  /** Returns the value of a channel at a point of the world (mm): of mu in 1/mm. */
  public double value(int channel, Vec3 p) {
    double sum = 0;
    for (Solid solid : solids) {
      boolean counts = solid.channel() == channel || solid.replaces();
      if (counts && solid.contains(p)) {
        double before = solid.replaces() ? 0 : sum;
        sum = solid.channel() == channel ? before + solid.mu() : before;
      }
    }
    return sum;
  }

  /** Returns the linear attenuation coefficient at a point of the world (mm), in 1/mm. */
  public double mu(Vec3 p) {
    return value(0, p);
  }

  /**
   * Works out the integrals of all channels along the segment between two points of the world, in
   * mm.
   *
   * @param out receives one a channel; of mu dimensionless; 0 for a segment without length
   */
  public void lineIntegrals(Vec3 from, Vec3 to, double[] out) {
    Vec3 direction = to.minus(from);
    double length = direction.norm();
    if (length == 0) {
      Arrays.fill(out, 0);
    } else {
      integrate(from, direction, 0, 1, length, out);
    }
  }

  /**
   * Works out the integrals of all channels along a whole line.
   *
   * @param point any point of the line, in mm
   * @param direction its direction, of any length but 0
   * @param out receives one a channel; of mu dimensionless
   */
  public void lineIntegralsThrough(Vec3 point, Vec3 direction, double[] out) {
    integrate(point, direction.unit(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1, out);
  }

  /** Returns the integral of channel 0 along a segment; see {@link #lineIntegrals}. */
  public double lineIntegral(Vec3 from, Vec3 to) {
    double[] out = new double[channels.count()];
    lineIntegrals(from, to, out);
    return out[0];
  }

  /** Returns the integral of channel 0 along a line; see {@link #lineIntegralsThrough}. */
  public double lineIntegralThrough(Vec3 point, Vec3 direction) {
    double[] out = new double[channels.count()];
    lineIntegralsThrough(point, direction, out);
    return out[0];
  }

  /**
   * Sums the solids' values times the length that counts of each: of its chord what no later solid
   * replaces.
   *
   * @param least the parameter at which the line begins
   * @param greatest at which it ends
   * @param unit length of the direction, in mm
   */
  private void integrate(
      Vec3 point, Vec3 direction, double least, double greatest, double unit, double[] out) {
    double[] lengths = new double[solids.size()];
    IntervalUnion replaced = new IntervalUnion(lengths.length);
    for (int k = lengths.length - 1; k >= 0; k--) {
      Interval chord = solids.get(k).chord(point, direction);
      double from = Math.max(chord.from(), least);
      double to = Math.min(chord.to(), greatest);
      lengths[k] = replaced.uncovered(from, to);
      if (solids.get(k).replaces()) {
        replaced.add(from, to);
      }
    }
    Arrays.fill(out, 0);
    for (int k = 0; k < lengths.length; k++) {
      Solid solid = solids.get(k);
      out[solid.channel()] += solid.mu() * (lengths[k] * unit);
    }
  }

  /**
   * Returns a warning about solids that are not all in a grid: its voxels end where they go on.
   * Clipped ones are not judged, since what is clipped off may be what is outside, and holes not.
   *
   * @param grid about the isocentre, along the world's axes
   * @return one line; null if there is nothing to say
   */
  public @Nullable String cutOff(VoxelGrid grid) {
    double most = 0;
    int cut = 0;
    for (Solid solid : solids) {
      double beyond = solid.mu() != 0 && solid.clips().isEmpty() ? beyond(solid, grid) : 0;
      cut += beyond > 0 ? 1 : 0;
      most = Math.max(most, beyond);
    }
    return cut == 0
        ? null
        : String.format(
            Locale.ROOT,
            "solids-cut: %d of %d solids of the phantom go beyond its grid, by up to %.3g mm: what"
                + " is outside is in no voxel",
            cut,
            solids.size(),
            most);
  }

  /** Returns how far a solid goes beyond a grid, in mm; 0 if it does not, but for rounding. */
  private static double beyond(Solid solid, VoxelGrid grid) {
    double most = 0;
    for (int axis = 0; axis < 3; axis++) {
      double end = grid.size(axis) * grid.spacing().get(axis) / 2;
      double beyond = Math.abs(solid.center().get(axis)) + solid.reach().get(axis) - end;
      most = beyond > ROUNDING * end ? Math.max(most, beyond) : most;
    }
    return most;
  }

  /** Returns this phantom with all places and sizes multiplied by {@code factor}. */
  public Phantom scaled(double factor) {
    return new Phantom(channels, solids.stream().map(s -> s.scaled(factor)).toList());
  }
}
