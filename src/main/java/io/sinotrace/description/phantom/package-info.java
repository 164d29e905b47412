/** Phantoms that people write: solids, in YAML. */
@NullMarked
package io.sinotrace.description.phantom;

import org.jspecify.annotations.NullMarked;
