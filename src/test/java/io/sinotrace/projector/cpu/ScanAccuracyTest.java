package io.sinotrace.projector.cpu;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.NamedPhantom;
import io.sinotrace.volume.phantom.Voxelizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/**
 * All rays of whole scans against the exact path in float64: the errors that a user gets,
 * well-conditioned rays or not, and that they have no bias.
 *
 * <p>Where a ray meets one value all along, every addition to a sum rounds it by the same amount
 * while the sum stays between two powers of 2: rounding does not cancel. Of n additions that leaves
 * at most 3/4 n 2^-25 of the sum, up or down as the value will have it. A ray's sum is one of n/32
 * sums of 32, so 32 + n/32 takes the place of n.
 */
class ScanAccuracyTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261126);

  private static final int BLOCK_SLABS = 32;

  /** Of rays that run along faces of voxels, where the exact value jumps, a scan has some. */
  private static final double L2 = 2e-6;

  /** What places of crossings in float32 may leave in the mean of so few rays. */
  private static final double PLACES = 1e-7;

  /** Of 1/mm for water; no sum of equal ones of these is free of rounding. */
  private static final double[] UNIFORM = {0.02, 0.0206, 0.02163, 0.02678, 0.3};

  @Test
  void scansOfPhantoms() {
    check("Shepp-Logan, 128^3", () -> phantom(NamedPhantom.SHEPP_LOGAN, 128, 2));
    check("head of whole Hounsfield units, 96^3", () -> wholeUnits(96));
  }

  @Test
  void scansOfOneValue() {
    for (double mu : UNIFORM) {
      check("box of " + mu + ", 128^3", () -> uniform(128, 1, mu));
    }
  }

  @Test
  @Tag("long")
  void largeScans() {
    check("Shepp-Logan, 256^3", () -> phantom(NamedPhantom.SHEPP_LOGAN, 256, 1));
    for (double mu : UNIFORM) {
      check("box of " + mu + ", 512^3", () -> uniform(512, 0.1, mu));
    }
    check("two materials, 512^3", () -> twoMaterials(512, 0));
    check("two materials and noise, 512^3", () -> twoMaterials(512, 20));
  }

  private static void check(String name, Supplier<Volume> made) {
    Volume volume = made.get();
    VoxelGrid grid = volume.grid();
    int n = Math.max(grid.nx(), Math.max(grid.ny(), grid.nz()));
    double mean = 0.75 * (BLOCK_SLABS + (double) n / BLOCK_SLABS) * 0x1p-25 + PLACES;
    assertAll(
        scans(grid).entrySet().stream()
            .map(
                scan ->
                    (Executable)
                        () -> {
                          ScanErrors errors = ScanErrors.of(volume, scan.getValue());
                          String what = name + ", " + scan.getKey() + ": " + errors;
                          System.out.println(what);
                          assertTrue(errors.rays() > 3000, what);
                          assertTrue(errors.l2() <= L2, what);
                          assertTrue(Math.abs(errors.mean()) <= mean, what + " > " + mean);
                        }));
  }

  /** Returns scans whose detector the volume's shadow fills for the most part. */
  private static Map<String, Geometry> scans(VoxelGrid grid) {
    Vec3[] box = grid.worldBounds();
    double height = box[1].z() - box[0].z();
    double reach = box[1].minus(box[0]).norm();
    int pixels = 96;
    Panel once = Panel.flat(pixels, pixels, reach / pixels);
    Panel enlarged = Panel.flat(pixels, pixels, 1.5 * reach / pixels);
    Panel band = Panel.flat(24, pixels, 2 * reach / pixels).withShape(Panel.Shape.CURVED);
    double cover = Trajectories.coverPitch(pixels, pixels, box[0], box[1], 3 * height, 1);
    double[] turn = Trajectories.angles(12, 0, 360);
    Map<String, Geometry> scans = new LinkedHashMap<>();
    scans.put("cone", Trajectories.cone(5 * reach, 7.5 * reach, enlarged, turn));
    scans.put("parallel", Trajectories.parallel(once, turn));
    scans.put(
        "helical",
        Trajectories.helical(
            2.5 * reach, 5 * reach, band, Trajectories.angles(24, 0, 720), height / 3));
    scans.put(
        "radiograph",
        Trajectories.radiograph(Panel.flat(pixels, pixels, cover), box[0], box[1], 3 * height, 1));
    return scans;
  }

  private static Volume phantom(NamedPhantom phantom, int n, double spacing) {
    return Voxelizer.voxelize(
        phantom.fitting(new Vec3(n * spacing, n * spacing, n * spacing)), cube(n, spacing), 1);
  }

  /** The head as it comes from a scanner's file: few values, each a whole number of units. */
  private static Volume wholeUnits(int n) {
    Volume head = phantom(NamedPhantom.HEAD, n, 2);
    return fill(
        head.grid(),
        (x, y, z) -> inWholeUnits((head.slab(0, z).get(y * n + x) / 0.0206 - 1) * 1000));
  }

  private static Volume uniform(int n, double spacing, double mu) {
    return fill(cube(n, spacing), (x, y, z) -> mu);
  }

  /** A cylinder of one material with rods of another all through it, in air; noise in units. */
  private static Volume twoMaterials(int n, double noise) {
    SplittableRandom random = SEED.random();
    return fill(
        cube(n, 0.1),
        (x, y, z) -> {
          double across = Math.hypot((x + 0.5) / n - 0.5, (y + 0.5) / n - 0.5);
          boolean rod = (x / 7 + y / 5 + z / 6) % 3 == 0;
          double units = across > 0.48 ? -1000 : rod ? 1500 : -50;
          return inWholeUnits(units + noise * 3.5 * (random.nextDouble() - 0.5));
        });
  }

  private static double inWholeUnits(double units) {
    return Math.max(0, 0.0206 * (1 + Math.rint(units) / 1000));
  }

  private interface Value {
    double at(int x, int y, int z);
  }

  private static VoxelGrid cube(int n, double spacing) {
    return VoxelGrid.centred(n, n, n, new Vec3(spacing, spacing, spacing));
  }

  private static Volume fill(VoxelGrid grid, Value value) {
    SlabVolume.Writer writer = SlabVolume.on(grid);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          writer.set(x, y, z, value.at(x, y, z));
        }
      }
    }
    return writer.finish();
  }
}
