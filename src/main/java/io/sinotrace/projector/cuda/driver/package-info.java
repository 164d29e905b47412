/**
 * The CUDA driver's objects through JCuda: its library, streams, events and memory, each closed by
 * whoever made it, and every returned status checked.
 */
@NullMarked
package io.sinotrace.projector.cuda.driver;

import org.jspecify.annotations.NullMarked;
