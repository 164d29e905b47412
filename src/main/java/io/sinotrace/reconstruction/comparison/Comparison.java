package io.sinotrace.reconstruction.comparison;

import java.util.ArrayList;
import java.util.List;

/**
 * An image being compared with a volume, plane by plane. Differences are the image's values less
 * the volume's.
 *
 * <ul>
 *   <li>The range is the greatest value of the volume, where the image is, less the least.
 *   <li>The root mean square error is that of all voxels; the peak signal-to-noise ratio is 20
 *       log10 of the range over it, in dB.
 *   <li>The structural similarity is that of planes across the third axis, the mean of all: 11 x 11
 *       pixels, Gaussian, of standard deviation 1.5, K1 = 0.01, K2 = 0.03 (Wang and others, 2004).
 *   <li>The bias of a class of voxels is the mean difference of those whose 26 neighbours in the
 *       volume are of the same class; classes go by the volume's CT numbers.
 * </ul>
 */
public final class Comparison {
  private final ReferenceVolume reference;
  private final double muWater;
  private final double range;
  private final StructuralSimilarity similarity;
  private final double[] sums = new double[Tissue.values().length];
  private final double[] squares = new double[Tissue.values().length];
  private final long[] counts = new long[Tissue.values().length];
  private double squared;
  private long voxels;

  /**
   * The figures, in the unit of the values.
   *
   * @param similarity NaN if no plane is as large as its window
   * @param classes those of which there are voxels; none of densities
   */
  public record Figures(
      double range, double rmse, double psnr, double similarity, List<OfClass> classes) {}

  /**
   * The difference of a class of voxels.
   *
   * @param name such as soft tissue
   * @param numbers its CT numbers
   * @param bias the mean difference
   * @param deviation the standard deviation of differences from it
   */
  public record OfClass(String name, String numbers, long voxels, double bias, double deviation) {}

  /**
   * Prepares to compare.
   *
   * @param muWater mu of water, by which values are CT numbers; 0 for values that are none
   */
  public Comparison(ReferenceVolume reference, double muWater) {
    this.reference = reference;
    this.muWater = muWater;
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int z = 0; z < reference.grid().nz(); z++) {
      for (float value : reference.plane(z)) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    this.range = (double) greatest - least;
    this.similarity = new StructuralSimilarity(range);
  }

  /** Adds plane z of the image. */
  public void take(int z, float[] plane) {
    float[] expected = reference.plane(z);
    similarity.add(plane, expected, reference.grid().nx(), reference.grid().ny());
    byte[] tissues = muWater > 0 ? reference.tissues(z, muWater) : new byte[0];
    for (int i = 0; i < expected.length; i++) {
      double difference = (double) plane[i] - expected[i];
      squared += difference * difference;
      if (muWater > 0 && tissues[i] != Tissue.NONE) {
        sums[tissues[i]] += difference;
        squares[tissues[i]] += difference * difference;
        counts[tissues[i]]++;
      }
    }
    voxels += expected.length;
  }

  /** Returns the figures, once all planes were taken. */
  public Figures figures() {
    double rmse = Math.sqrt(squared / voxels);
    List<OfClass> classes = new ArrayList<>();
    for (Tissue tissue : Tissue.values()) {
      long count = counts[tissue.number()];
      if (count > 0) {
        double mean = sums[tissue.number()] / count;
        double variance = Math.max(0, squares[tissue.number()] / count - mean * mean);
        classes.add(new OfClass(tissue.words(), tissue.range(), count, mean, Math.sqrt(variance)));
      }
    }
    return new Figures(
        range, rmse, 20 * Math.log10(range / rmse), similarity.mean(), List.copyOf(classes));
  }
}
