/**
 * A GPU: which one is used, its context, and what stays on it for all tasks: volumes, streams and
 * workspaces.
 */
@NullMarked
package io.sinotrace.projector.cuda.device;

import org.jspecify.annotations.NullMarked;
