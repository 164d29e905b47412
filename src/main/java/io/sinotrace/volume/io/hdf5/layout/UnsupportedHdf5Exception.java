package io.sinotrace.volume.io.hdf5.layout;

/** A valid file that uses a feature which is not supported. */
public final class UnsupportedHdf5Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Reports the feature, as the object of "it uses". */
  public UnsupportedHdf5Exception(String message) {
    super(message);
  }
}
