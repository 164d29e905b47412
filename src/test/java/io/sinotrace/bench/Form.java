package io.sinotrace.bench;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cpu.simd.DenseSimd;
import io.sinotrace.volume.Volume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The forms of a tracer that are compared: the backends, and the SIMD one with nothing skipped. */
final class Form {
  static final String SCALAR = "scalar";
  static final String DENSE = "simd, nothing skipped";

  static final String SIMD = "simd";

  private Form() {}

  /** Returns the backends that this machine can use, the plainest first. */
  static List<Backend> backends() {
    return Backends.all().stream()
        .filter(backend -> backend.refusal(Resources.DEFAULT) == null)
        .sorted(Comparator.comparingInt(Backend::rank))
        .toList();
  }

  /** Returns the names of {@link #backends}. */
  static List<String> usable() {
    return backends().stream().map(Backend::name).toList();
  }

  /** Returns {@link #usable} and, after the SIMD tracer, {@link #DENSE}. */
  static List<String> all() {
    List<String> forms = new ArrayList<>(usable());
    if (forms.contains(SIMD)) {
      forms.add(forms.indexOf(SIMD) + 1, DENSE);
    }
    return forms;
  }

  /** Prepares to project. */
  static Projector open(String form, Volume volume, Geometry geometry) {
    if (form.equals(DENSE)) {
      return DenseSimd.open(volume, geometry);
    }
    return Backends.choose(form, Resources.DEFAULT)
        .backend()
        .open(volume, geometry, Resources.DEFAULT);
  }
}
