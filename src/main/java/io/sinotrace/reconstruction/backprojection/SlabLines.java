package io.sinotrace.reconstruction.backprojection;

/**
 * What the lines of a slab share, in any view; for one thread.
 *
 * @param firstRow the first detector row of the views
 * @param stride of their columns
 * @param halfRows h
 * @param lo least p
 * @param hi greatest p
 * @param first k - k_mid of the first voxels
 * @param count of voxels in a line
 * @param line room for {@code L[r]} of rows from -{@link LineKernel#MARGIN} on; zeros where the
 *     views have no rows
 */
public record SlabLines(
    int firstRow,
    int stride,
    int halfRows,
    float lo,
    float hi,
    int first,
    int count,
    float[] line) {}
