package io.sinotrace.bench;

import java.util.List;

/**
 * The published running times of the original system for W2, on its authors' machine.
 *
 * @param name of the implementation and the machine
 * @param seconds by size of the detector, in the order of {@link #PIXELS}
 * @param colour of its line
 */
record Published(String name, double[] seconds, int colour) {
  /** Pixels along each side of the detector. */
  static final int[] PIXELS = {20, 50, 90, 128, 170, 250, 350, 450, 500};

  /** All of them. */
  static final List<Published> ALL =
      List.of(
          new Published(
              "Python, i7-7800X",
              new double[] {1.95, 12.33, 39.69, 80.40, 142.68, 308.86, 604.69, 1000.95, 1235.17},
              0x7A4FA3),
          new Published(
              "Numba, i7-7800X",
              new double[] {0.02, 0.12, 0.39, 0.80, 1.40, 3.01, 5.88, 9.70, 11.98},
              0xB03A2E),
          new Published(
              "CUDA, GTX 1070",
              new double[] {0.0915, 0.0157, 0.0161, 0.0200, 0.0238, 0.0366, 0.0580, 0.0815, 0.0888},
              0x2E7D4F));
}
