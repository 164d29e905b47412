package io.sinotrace.physics.beam;

import java.io.Serializable;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The quality of a beam: which quanta it has behind its filters, whatever their number.
 *
 * @param source of the quanta on the central ray
 * @param filters that all of the beam passes
 * @param heel how the quanta of other rays differ; null: not at all
 */
public record BeamQuality(QuantumSource source, List<Filter> filters, @Nullable HeelEffect heel)
    implements Serializable {
  /** Copies the list. */
  public BeamQuality {
    filters = List.copyOf(filters);
  }

  /** A beam that is the same on all rays. */
  public BeamQuality(QuantumSource source, List<Filter> filters) {
    this(source, filters, null);
  }

  /**
   * Returns the spectrum behind the filters, on the central ray.
   *
   * @param edges energies in keV at which bins are cut: the absorption edges of what comes behind
   *     the filters, whose own are cut in any case
   * @throws io.sinotrace.InputException if nothing passes, or there are no data for an energy
   */
  public Spectrum spectrum(double... edges) {
    return spectrum(source, edges);
  }

  /**
   * Returns the spectrum behind the filters on rays that leave the anode at an angle.
   *
   * @param tube seen at that angle
   * @param edges as of {@link #spectrum(double...)}
   * @throws io.sinotrace.InputException as of it
   */
  public Spectrum spectrum(QuantumSource tube, double... edges) {
    double[] all =
        DoubleStream.concat(
                DoubleStream.of(edges),
                filters.stream().flatMapToDouble(f -> DoubleStream.of(f.material().edges())))
            .distinct()
            .sorted()
            .toArray();
    return tube.spectrum(all).behind(filters);
  }
}
