package io.sinotrace.spark.job;

import java.util.List;

/**
 * The outcome of one scan.
 *
 * @param id of the scan
 * @param location where its sinogram lies
 * @param alreadyThere whether the dataset held this very scan before, so that nothing was done
 * @param rays traced
 * @param rayVoxels about how many voxels they meet
 * @param wallSeconds from the first task until its pictures were drawn
 * @param readingSeconds waiting for the volume, summed over tasks
 * @param tracingSeconds waiting for pixels to be traced, summed over tasks
 * @param writingSeconds encoding and writing, summed over tasks
 * @param bytes written
 * @param backends that traced it
 * @param choices what these are and why they were chosen, one line each; none if the description
 *     names the backend
 * @param previews paths of the pictures
 */
public record ScanReport(
    String id,
    String location,
    boolean alreadyThere,
    long rays,
    double rayVoxels,
    double wallSeconds,
    double readingSeconds,
    double tracingSeconds,
    double writingSeconds,
    long bytes,
    List<String> backends,
    List<String> choices,
    List<String> previews) {
  static ScanReport thereAlready(String id, String location) {
    return new ScanReport(id, location, true, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), List.of());
  }
}
