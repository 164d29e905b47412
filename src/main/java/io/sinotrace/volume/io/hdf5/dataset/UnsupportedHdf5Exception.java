package io.sinotrace.volume.io.hdf5.dataset;

/** A file that is sound as far as can be seen, and uses what is not read here. */
public final class UnsupportedHdf5Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Reports what it uses, as the object of "it uses". */
  public UnsupportedHdf5Exception(String message) {
    super(message);
  }
}
