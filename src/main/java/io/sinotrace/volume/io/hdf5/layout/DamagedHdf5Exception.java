package io.sinotrace.volume.io.hdf5.layout;

/** A file that violates the HDF5 format. */
public final class DamagedHdf5Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Reports the damage: what was found, and what was expected. */
  public DamagedHdf5Exception(String message) {
    super(message);
  }
}
