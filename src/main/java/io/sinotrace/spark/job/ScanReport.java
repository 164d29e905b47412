package io.sinotrace.spark.job;

import java.util.List;

/**
 * The outcome of one scan.
 *
 * @param id of the scan
 * @param location where its sinogram lies
 * @param rays traced
 * @param rayVoxels about how many voxels they meet
 * @param wallSeconds from the begin of its first piece to the end of its last
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
    long rays,
    double rayVoxels,
    double wallSeconds,
    double readingSeconds,
    double tracingSeconds,
    double writingSeconds,
    long bytes,
    List<String> backends,
    List<String> choices,
    List<String> previews) {}
