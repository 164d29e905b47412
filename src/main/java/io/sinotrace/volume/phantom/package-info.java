/**
 * Mathematical test objects: phantoms whose line integrals are known in closed form, and their
 * voxelisation.
 *
 * <p>They are the ground truth for the whole chain, and give a newcomer a volume to start with.
 */
@NullMarked
package io.sinotrace.volume.phantom;

import org.jspecify.annotations.NullMarked;
