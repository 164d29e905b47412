package io.sinotrace.cli;

import io.sinotrace.spark.image.ImageJob;
import io.sinotrace.spark.job.ScanFault;
import io.sinotrace.spark.job.SinogramJob;

/** Reports how a run goes. */
interface Reporter extends SinogramJob.Listener, AutoCloseable {
  /** An image of a scan is there. */
  void image(ImageJob.Done image);

  /**
   * An image of a scan cannot be made.
   *
   * @param image its name
   */
  void imageFailed(String scan, String image, ScanFault fault);

  /** Ends the report. */
  @Override
  void close();
}
