package io.sinotrace.sinogram.commit;

/**
 * An image of a dataset, as its newest manifest describes it.
 *
 * @param name by which it is found
 */
public record CommittedImage(ImageName name, ImageManifest manifest) {}
