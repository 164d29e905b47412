package io.sinotrace.volume;

/**
 * A volume in another form, which a projector made for itself: transposed, padded, or in a device's
 * memory. Its volume owns it; see {@link DerivedForms}.
 */
public interface DerivedForm extends AutoCloseable {
  /**
   * Frees what the garbage collector does not: nothing, unless this is overridden. Called once,
   * when the volume is closed, or others' voxels take their place; must not throw, since the caller
   * could not handle it.
   */
  @Override
  default void close() {}
}
