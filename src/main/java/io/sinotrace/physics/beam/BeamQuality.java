package io.sinotrace.physics.beam;

import java.io.Serializable;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The quality of a beam: which quanta it has behind its filters, whatever their number.
 *
 * @param filters that all of the beam passes
 */
public record BeamQuality(QuantumSource source, List<Filter> filters) implements Serializable {
  /** Copies the list. */
  public BeamQuality {
    filters = List.copyOf(filters);
  }

  /**
   * Returns the spectrum behind the filters.
   *
   * @param edges energies in keV at which bins are cut: the absorption edges of what comes behind
   *     the filters, whose own are cut in any case
   * @throws io.sinotrace.InputException if nothing passes, or there are no data for an energy
   */
  public Spectrum spectrum(double... edges) {
    double[] all =
        DoubleStream.concat(
                DoubleStream.of(edges),
                filters.stream().flatMapToDouble(f -> DoubleStream.of(f.material().edges())))
            .distinct()
            .sorted()
            .toArray();
    return source.spectrum(all).behind(filters);
  }
}
