package io.sinotrace.volume;

/**
 * Numbers that are attenuation: one channel, mu in 1/mm.
 *
 * @param units of the numbers
 * @param muWater mu of water in 1/mm; used only with {@link VoxelUnits#HOUNSFIELD}
 */
public record MuScale(VoxelUnits units, double muWater) implements VoxelMeaning {
  @Override
  public Channels channels() {
    return Channels.MU;
  }

  @Override
  public String formula() {
    return units.formula();
  }

  @Override
  public int convert(double[] numbers, int from, int count, double[][] values) {
    double[] mu = values[0];
    for (int i = 0; i < count; i++) {
      double value = units.toMu(numbers[from + i], muWater);
      if (!(Math.abs((float) value) <= SlabVolume.MAX_VALUE)) {
        return i;
      }
      mu[i] = value;
    }
    return count;
  }

  @Override
  public String expected() {
    return "finite values of at most 2^96";
  }
}
