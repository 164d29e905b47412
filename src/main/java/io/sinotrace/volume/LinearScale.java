package io.sinotrace.volume;

import java.util.Arrays;

/**
 * Numbers that are a line away from what another meaning takes, as grey values are from attenuation
 * or Hounsfield units: {@code number * scale + offset}.
 *
 * @param meaning of the results
 * @param scale not 0
 * @param offset added to the product
 */
public record LinearScale(VoxelMeaning meaning, double scale, double offset)
    implements VoxelMeaning {
  @Override
  public Channels channels() {
    return meaning.channels();
  }

  @Override
  public String formula() {
    return "%s, of number * %s + %s".formatted(meaning.formula(), scale, offset);
  }

  @Override
  public int convert(double[] numbers, int from, int count, double[][] values) {
    double[] scaled = Arrays.copyOfRange(numbers, from, from + count);
    for (int i = 0; i < count; i++) {
      scaled[i] = scaled[i] * scale + offset;
    }
    return meaning.convert(scaled, 0, count, values);
  }

  @Override
  public String expected() {
    return "%s from number * %s + %s".formatted(meaning.expected(), scale, offset);
  }
}
