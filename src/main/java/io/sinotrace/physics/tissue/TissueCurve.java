package io.sinotrace.physics.tissue;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import java.util.Arrays;
import java.util.List;

/**
 * What a voxel is made of, by its Hounsfield value: at some values one material alone, between two
 * of them a blend that changes from one to the other in proportion to mu.
 *
 * <p>A voxel of a material alone has the density {@code 10 mu / (mu/rho)(E)}, with mu in 1/mm and
 * mu/rho in cm^2/g at the energy E for which the Hounsfield values hold. Since the densities
 * between two such voxels change in proportion to mu, every voxel keeps its mu at that energy:
 * {@code sum of rho_m (mu/rho)_m(E) = 10 mu}. That holds beyond the nodes too: noise below 0 in the
 * air becomes negative densities of what air is taken for, so that its mean stays 0.
 */
public final class TissueCurve {
  /** The mu of the last node, in multiples of the one before. */
  private static final double BEYOND = 2;

  /** The energies of which the data are asked, in keV. */
  private static final double LEAST_KEV = 1;

  private static final double GREATEST_KEV = 799;

  private final List<Material> materials;
  private final double[] nodes;
  private final double[][] densities;

  /** A Hounsfield value at which a voxel is of one material alone. */
  private record Node(double hounsfield, int material) {}

  private TissueCurve(
      List<Material> materials, List<Node> curve, double muWater, double effectiveEnergy) {
    this.materials = materials;
    // One more node at each end: nothing has no density, and the last material goes on.
    int count = curve.size() + 2;
    this.nodes = new double[count];
    this.densities = new double[materials.size()][count];
    for (int i = 1; i < count; i++) {
      Node node = curve.get(Math.min(i, curve.size()) - 1);
      double mu = muWater * (1 + node.hounsfield / 1000) * (i > curve.size() ? BEYOND : 1);
      nodes[i] = mu;
      densities[node.material][i] =
          10 * mu / materials.get(node.material).massAttenuation(effectiveEnergy);
    }
  }

  /** The curves that have names. */
  @SuppressWarnings("ImmutableEnumChecker") // Their lists cannot be changed.
  public enum Named {
    /**
     * Water up to 100 HU, cortical bone from 1500 HU, and between them a blend: the two materials
     * of most methods that correct beam hardening. The limits are ours: blood and soft tissue stay
     * below 100 HU, and the mineral of the densest bone reaches 1500 HU.
     */
    WATER_BONE(
        List.of("water", "bone"), List.of(new Node(0, 0), new Node(100, 0), new Node(1500, 1))),

    /**
     * Adipose tissue at -98 HU, soft tissue at 14 to 100 HU and cortical bone at 1524 HU, as
     * Schneider, Bortfeld and Schlegel (2000, Physics in Medicine and Biology 45:459) divide the
     * scale, reduced to one material each where they have 24 compositions. Ours are the other
     * values: lung and air are thin soft tissue up to -200 HU, and what is above 2500 HU, denser
     * than any bone, turns into titanium, which it is alone from 5000 HU.
     */
    SCHNEIDER(
        List.of("adipose", "soft-tissue", "bone", "titanium"),
        List.of(
            new Node(-200, 1),
            new Node(-98, 0),
            new Node(14, 1),
            new Node(100, 1),
            new Node(1524, 2),
            new Node(2500, 2),
            new Node(5000, 3)));

    private final List<String> materials;
    private final List<Node> nodes;

    Named(List<String> materials, List<Node> nodes) {
      this.materials = materials;
      this.nodes = nodes;
    }

    /**
     * Returns the curve of a scanner.
     *
     * @param muWater mu of water in 1/mm: what its Hounsfield values refer to
     * @param effectiveEnergy the energy in keV at which its Hounsfield values hold
     * @throws InputException if there are no data for the energy
     */
    public TissueCurve at(double muWater, double effectiveEnergy) {
      return new TissueCurve(
          materials.stream().map(Materials::named).toList(), nodes, muWater, effectiveEnergy);
    }
  }

  /**
   * Returns the energy at which water has a mu.
   *
   * @param muWater in 1/mm
   * @return in keV, rounded to a thousandth of an eV
   * @throws InputException if it has that mu at no energy from 1 to 799 keV
   */
  public static double energyOfWater(double muWater) {
    Material water = Materials.named("water");
    double low = LEAST_KEV;
    double high = GREATEST_KEV;
    double wanted = 10 * muWater;
    if (!(water.massAttenuation(low) >= wanted && water.massAttenuation(high) <= wanted)) {
      throw new InputException(
          "water has mu = %s / mm at no energy from %.0f to %.0f keV: expected %.4g to %.4g"
              .formatted(
                  muWater,
                  low,
                  high,
                  water.massAttenuation(high) / 10,
                  water.massAttenuation(low) / 10));
    }
    // The mu of water falls with the energy. Halved until no number lies between the two.
    for (double middle = (low + high) / 2;
        middle > low && middle < high;
        middle = (low + high) / 2) {
      if (water.massAttenuation(middle) > wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    // Where the halving ends hangs on the last bits of xraylib, which may differ between platforms.
    return Math.rint(low * 1e6) / 1e6;
  }

  /** Returns its materials. */
  public List<Material> materials() {
    return materials;
  }

  /** Returns the mu in 1/mm between and beyond which densities are linear, ascending from 0. */
  public double[] nodes() {
    return nodes.clone();
  }

  /** Returns the density of each material at each node, [material][node] in g/cm^3. */
  public double[][] densities() {
    return Arrays.stream(densities).map(double[]::clone).toArray(double[][]::new);
  }
}
