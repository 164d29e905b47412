package io.sinotrace.volume.phantom;

import static io.sinotrace.volume.phantom.MuAt60Kev.ALUMINIUM;
import static io.sinotrace.volume.phantom.MuAt60Kev.BONE;
import static io.sinotrace.volume.phantom.MuAt60Kev.BRAIN;
import static io.sinotrace.volume.phantom.MuAt60Kev.CEREBROSPINAL_FLUID;
import static io.sinotrace.volume.phantom.MuAt60Kev.SOFT_TISSUE;

import io.sinotrace.geometry.Vec3;

/**
 * A head of simple solids without any mirror symmetry, in RAS+: x to the patient's right, y to the
 * front, z up.
 *
 * <p>The nose is in front, the jaw below and in front, its right side longer than its left; the
 * right ventricle is the larger one; a ball of aluminium touches the skin at the right ear. So a
 * mirrored or rotated picture can be recognised as such. Each part lies wholly within one other
 * part or outside all others, so every point has the mu of one material, at 60 keV ({@link
 * MuAt60Kev}).
 */
public final class Head {
  /** The box in mm, about the isocentre, that holds the head at life size with air around it. */
  public static final Vec3 LIFE_SIZE = new Vec3(192, 224, 192);

  private Head() {}

  /** Returns the head at life size about the isocentre, mu in 1/mm. */
  public static Phantom lifeSize() {
    double boneInTissue = BONE - SOFT_TISSUE;
    Vec3 skull = new Vec3(0, -12, 18);
    return Phantom.of(
        // Skin and muscle; the nose does not touch it, since overlapping solids add up.
        Solid.ellipsoid(new Vec3(0, -4, 0), new Vec3(74, 94, 90), SOFT_TISSUE),
        Solid.ellipsoid(new Vec3(0, 98.5, -14), new Vec3(10, 9, 15), SOFT_TISSUE),
        // The skull, 7 mm thick, and its contents.
        Solid.ellipsoid(skull, new Vec3(65, 75, 60), boneInTissue),
        Solid.ellipsoid(skull, new Vec3(58, 68, 53), BRAIN - BONE),
        ventricle(new Vec3(13, -10, 28), new Vec3(7, 26, 10), -12),
        ventricle(new Vec3(-13, -10, 28), new Vec3(5, 20, 8), 12),
        // The jaw: two sides that meet at the chin, and a row of teeth.
        Solid.ellipsoid(new Vec3(30, 12, -60), new Vec3(6, 30, 9), boneInTissue)
            .turned(Vec3.UNIT_Z, 20),
        Solid.ellipsoid(new Vec3(-30, 18, -60), new Vec3(6, 24, 9), boneInTissue)
            .turned(Vec3.UNIT_Z, -20),
        Solid.ellipsoid(new Vec3(0, 48, -64), new Vec3(14, 7, 9), boneInTissue),
        Solid.box(new Vec3(0, 50, -46), new Vec3(14, 4, 4), boneInTissue),
        // The marker at the right ear.
        Solid.ellipsoid(new Vec3(79, -4, 0), new Vec3(4, 4, 4), ALUMINIUM));
  }

  private static Solid ventricle(Vec3 center, Vec3 halfAxes, double degrees) {
    return Solid.ellipsoid(center, halfAxes, CEREBROSPINAL_FLUID - BRAIN)
        .turned(Vec3.UNIT_Z, degrees);
  }
}
