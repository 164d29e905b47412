package io.sinotrace.spark.image;

import io.sinotrace.sinogram.parquet.SinogramFiles.Written;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The files of a slab of an image, as a task has written them.
 *
 * @param part name of that for the driver
 * @param planes how many planes it has
 * @param slices what was written as Parquet, under the name it has now; null for none
 * @param sliceName that it is to have
 */
public record WrittenSlab(String part, int planes, @Nullable Written slices, String sliceName)
    implements Serializable {}
