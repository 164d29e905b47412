/**
 * The section {@code physics}: protocols, by which a scan's rays are measured, and what is common
 * to them.
 */
@NullMarked
package io.sinotrace.description.physics;

import org.jspecify.annotations.NullMarked;
