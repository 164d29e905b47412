package io.sinotrace.projector.cuda.driver;

/** A piece of memory that has to be given back. */
interface Allocation extends AutoCloseable {
  /** Returns how many bytes it has. */
  long size();

  @Override
  void close();
}
