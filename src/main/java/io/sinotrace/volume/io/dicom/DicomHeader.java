package io.sinotrace.volume.io.dicom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a file up to its pixels.
 *
 * @param syntax how it is encoded
 * @param deflatedFrom where in the file its deflated data set begins; 0 if it is not deflated
 * @param common the elements of all frames, those of the shared functional groups included
 * @param frames the elements of each frame of a multi-frame file; empty for others
 * @param pixels where its pixels are; null if it has none
 */
record DicomHeader(
    TransferSyntax syntax,
    long deflatedFrom,
    Attributes common,
    List<Attributes> frames,
    @Nullable Pixels pixels) {
  /**
   * Where pixels are.
   *
   * @param start where they begin, in bytes of the file, or of the unpacked data set
   * @param length in bytes; -1 if they are in items
   * @param inWords whether their type is that of words of two bytes, OW
   */
  record Pixels(long start, long length, boolean inWords) {}
}
