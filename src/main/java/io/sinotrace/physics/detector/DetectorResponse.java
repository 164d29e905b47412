package io.sinotrace.physics.detector;

import io.sinotrace.InputException;
import io.sinotrace.physics.NumberName;
import io.sinotrace.physics.attenuation.Material;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a detector turns quanta into signal: which of them interact, and what each then adds.
 *
 * @param kind what is added up
 * @param layer where quanta interact; null if all do
 * @param fillFactor the part of a pixel's area that is sensitive; that of the layer
 * @param bins of a counting detector
 * @param table of the energies that a counting detector registers; null if those that quanta have
 */
public record DetectorResponse(
    Kind kind,
    @Nullable Layer layer,
    double fillFactor,
    CountingBins bins,
    @Nullable EnergyTable table)
    implements Serializable {
  /** What a pixel adds up. */
  public enum Kind {
    /** The energy of the quanta, in keV: one signal. */
    INTEGRATING,
    /** The quanta: one number for each energy bin. */
    COUNTING
  }

  /**
   * A layer of matter.
   *
   * @param material whose density is known
   * @param millimetres its thickness
   */
  public record Layer(Material material, double millimetres) implements Serializable {
    /**
     * Checks it.
     *
     * @throws InputException if the density is not known
     */
    public Layer {
      if (Double.isNaN(material.density())) {
        throw new InputException(
            "the density of %s is not known: expected it to be given".formatted(material.name()));
      }
    }

    private Absorber absorber(double fillFactor) {
      return new Absorber(material.density() * (millimetres / 10), fillFactor);
    }
  }

  /**
   * Checks it.
   *
   * @throws InputException if the layer has no thickness, or the fill factor is not above 0 and up
   *     to 1
   */
  public DetectorResponse {
    if (layer == null) {
      new Absorber(1, fillFactor);
    } else {
      layer.absorber(fillFactor);
    }
  }

  /** Returns where what it makes of quanta jumps, in keV: at edges of its layer and thresholds. */
  public double[] edges() {
    double[] ofLayer = layer == null ? new double[0] : layer.material().edges();
    double[] thresholds = kind == Kind.COUNTING ? bins.thresholds() : new double[0];
    return DoubleStream.concat(DoubleStream.of(ofLayer), DoubleStream.of(thresholds)).toArray();
  }

  /**
   * Returns the response of each signal: one, or one for each bin.
   *
   * @param energies in keV
   * @throws InputException if the table of registered energies does not reach there
   */
  public List<PixelResponse> signals(double[] energies) {
    double[] efficiency = efficiency(energies);
    return switch (kind) {
      case INTEGRATING -> List.of(PixelResponse.integrating(energies, efficiency));
      case COUNTING ->
          IntStream.range(0, bins.size())
              .mapToObj(bin -> counting(bin, energies, efficiency))
              .toList();
    };
  }

  private PixelResponse counting(int bin, double[] energies, double[] efficiency) {
    return table == null
        ? bins.ideal(bin, energies, efficiency)
        : bins.tabulated(bin, energies, efficiency, table);
  }

  /** Returns the part of the quanta that interact, by energy. */
  private double[] efficiency(double[] energies) {
    if (layer == null) {
      double[] all = new double[energies.length];
      Arrays.fill(all, fillFactor);
      return all;
    }
    Layer some = layer;
    return some.absorber(fillFactor)
        .efficiency(Arrays.stream(energies).map(some.material()::massAttenuation).toArray());
  }

  /**
   * Returns what tells the names of its signals apart: {@code _25} for the bin from 25 keV up, and
   * nothing where there is one signal.
   */
  public List<String> suffixes() {
    if (kind == Kind.INTEGRATING || bins.size() == 1) {
      return List.of("");
    }
    return Arrays.stream(bins.thresholds())
        .mapToObj(threshold -> "_" + NumberName.of(threshold))
        .toList();
  }
}
