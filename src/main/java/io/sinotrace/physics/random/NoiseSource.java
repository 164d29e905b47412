package io.sinotrace.physics.random;

/** What a random number of a pixel is for. Each has numbers of its own. */
public enum NoiseSource {
  /** How many quanta arrive. */
  QUANTA(0),

  /** The noise of the electronics. */
  ELECTRONICS(1);

  private final int code;

  NoiseSource(int code) {
    this.code = code;
  }

  /** Returns its bit in the counter of the generator. Another one makes other noise. */
  int code() {
    return code;
  }
}
