/**
 * What the formats share: where a volume comes from, its files' bytes and checksums, samples in
 * their types, and their conversion to mu.
 */
@NullMarked
package io.sinotrace.volume.io.file;

import org.jspecify.annotations.NullMarked;
