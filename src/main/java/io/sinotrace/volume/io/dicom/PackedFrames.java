package io.sinotrace.volume.io.dicom;

import java.io.IOException;

/** Frames in items, one after the other. */
interface PackedFrames {
  /** Passes over a frame. */
  void skip() throws IOException;

  /**
   * Unpacks the next frame.
   *
   * @param slice what its header says of it
   * @param frame takes the pixels
   * @throws UnusableException if it is damaged, or not as its header says
   */
  void read(Slice slice, byte[] frame) throws IOException;

  /**
   * Requires that there are no more.
   *
   * @throws UnusableException if there are: it is not known which of them the header describes
   */
  void end() throws IOException;
}
