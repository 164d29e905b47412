package io.sinotrace.cli;

import io.sinotrace.spark.job.SinogramJob;

/** Reports how a run goes. */
interface Reporter extends SinogramJob.Listener, AutoCloseable {
  /** Ends the report. */
  @Override
  void close();
}
