package io.sinotrace.physics.protocol;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spectrum of a beam, which is another for each angle at which rays leave the anode.
 *
 * @param angles of the members; null if there is one member, for all rays
 */
record AngledSpectrum(List<BoxedSpectrum> members, @Nullable TakeOffAngles angles)
    implements Serializable {
  /** Copies the list. */
  AngledSpectrum {
    members = List.copyOf(members);
    if (members.size() != (angles == null ? 1 : angles.degrees().length)) {
      throw new IllegalArgumentException("the numbers of spectra and angles differ");
    }
  }

  /** Returns the spectrum of the central ray. */
  BoxedSpectrum central() {
    return members.get(angles == null ? 0 : angles.central());
  }

  /** Returns what sums over it. */
  RowSums sums() {
    return angles == null ? new SpectrumSums(central()) : new AngledSums(this, angles);
  }
}
