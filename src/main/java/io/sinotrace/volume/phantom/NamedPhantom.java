package io.sinotrace.volume.phantom;

import io.sinotrace.InputException;
import io.sinotrace.Spelling;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;
import java.util.List;

/** The phantoms by name, each fitted into a box about the isocentre. */
public enum NamedPhantom {
  /** The Shepp-Logan head on the largest cube in the box, its skull with the mu of water. */
  SHEPP_LOGAN("shepp-logan") {
    @Override
    public Phantom fitting(Vec3 box) {
      return SheppLogan.of(least(box), MuAt60Kev.WATER);
    }
  },

  /** The head, as large as fits; at life size in {@link Head#LIFE_SIZE}. */
  HEAD("head") {
    @Override
    public Phantom fitting(Vec3 box) {
      Vec3 life = Head.LIFE_SIZE;
      return Head.lifeSize()
          .scaled(least(new Vec3(box.x() / life.x(), box.y() / life.y(), box.z() / life.z())));
    }
  },

  /** The whole box filled with 1/mm: a line integral is the ray's length in it, in mm. */
  BOX("box") {
    @Override
    public Phantom fitting(Vec3 box) {
      return Phantom.of(Solid.box(Vec3.ZERO, box.times(0.5), 1));
    }
  },

  /** A ball of water; its diameter is four fifths of the shortest edge. */
  SPHERE("sphere") {
    @Override
    public Phantom fitting(Vec3 box) {
      double radius = 0.4 * least(box);
      return Phantom.of(
          Solid.ellipsoid(Vec3.ZERO, new Vec3(radius, radius, radius), MuAt60Kev.WATER));
    }
  };

  private final String key;

  NamedPhantom(String key) {
    this.key = key;
  }

  /** Returns the name on the command line. */
  public String key() {
    return key;
  }

  /**
   * Returns the phantom of that name.
   *
   * @throws InputException if there is none
   */
  public static NamedPhantom of(String key) {
    for (NamedPhantom phantom : values()) {
      if (phantom.key.equals(key)) {
        return phantom;
      }
    }
    List<String> all = Arrays.stream(values()).map(NamedPhantom::key).toList();
    throw new InputException(
        "no phantom is called '%s'%s: expected one of %s, or a file of solids whose name ends in .yaml"
            .formatted(key, Spelling.suggest(key, all), String.join(", ", all)));
  }

  /**
   * Returns the phantom, scaled to fit.
   *
   * @param box the extent along x, y and z in mm
   */
  public abstract Phantom fitting(Vec3 box);

  /** Returns the phantom, scaled to fit the box of a grid that is not oblique. */
  public Phantom filling(VoxelGrid grid) {
    Vec3 mm = grid.spacing();
    return fitting(new Vec3(grid.nx() * mm.x(), grid.ny() * mm.y(), grid.nz() * mm.z()));
  }

  private static double least(Vec3 v) {
    return Math.min(Math.min(v.x(), v.y()), v.z());
  }
}
