package io.sinotrace.reconstruction.filter;

/** How a ramp filter falls off towards its cutoff; see Kak and Slaney (1988), section 3.3. */
public enum FilterWindow {
  /** Not at all: sharp, and the noisiest. */
  RAM_LAK {
    @Override
    double at(double x) {
      return 1;
    }
  },

  /** A sinc: L. A. Shepp and B. F. Logan, IEEE Trans. Nucl. Sci. 21 (1974). */
  SHEPP_LOGAN {
    @Override
    double at(double x) {
      double angle = Math.PI / 2 * x;
      return angle == 0 ? 1 : StrictMath.sin(angle) / angle;
    }
  },

  /** A quarter of a cosine. */
  COSINE {
    @Override
    double at(double x) {
      return StrictMath.cos(Math.PI / 2 * x);
    }
  },

  /** A raised cosine down to 0.08. */
  HAMMING {
    @Override
    double at(double x) {
      return 0.54 + 0.46 * StrictMath.cos(Math.PI * x);
    }
  },

  /** A raised cosine down to 0: smooth, and the least noisy. */
  HANN {
    @Override
    double at(double x) {
      return 0.5 + 0.5 * StrictMath.cos(Math.PI * x);
    }
  };

  /** Returns what is left of the ramp at a share x, 0 to 1, of the cutoff frequency. */
  abstract double at(double x);
}
