package io.sinotrace.volume;

import java.util.List;

/**
 * Numbers that are the density of one material in g/cm^3: one channel, a tenth of them, so that mm
 * of path give g/cm^2.
 *
 * @param material its name
 * @param massAttenuation its mu/rho in cm^2/g: what a unit of the channel's value adds to mu
 * @param greatest density that there can be, in g/cm^3
 */
public record DensityScale(String material, double massAttenuation, double greatest)
    implements VoxelMeaning {
  @Override
  public Channels channels() {
    return new Channels(List.of(material), List.of(massAttenuation));
  }

  @Override
  public String formula() {
    return "density in g/cm^3 = value";
  }

  @Override
  public int convert(double[] numbers, int from, int count, double[][] values) {
    for (int i = 0; i < count; i++) {
      double density = numbers[from + i];
      if (!(density >= 0 && density <= greatest)) {
        return i;
      }
      values[0][i] = 0.1 * density;
    }
    return count;
  }

  @Override
  public String expected() {
    return "a density of %s from 0 to %.0f g/cm^3".formatted(material, greatest);
  }
}
