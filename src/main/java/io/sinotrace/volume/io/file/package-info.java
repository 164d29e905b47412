/**
 * What the formats share: where a volume comes from, its files' bytes and checksums, samples in
 * their types, and the sink that makes mu of them.
 */
@NullMarked
package io.sinotrace.volume.io.file;

import org.jspecify.annotations.NullMarked;
