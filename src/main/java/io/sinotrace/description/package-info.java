/**
 * Scan descriptions: YAML and key=value, checked and turned into volumes, geometries and settings.
 *
 * <p>A description is read in three steps. {@code YamlParser} and {@code Overrides} turn text into
 * a tree whose every value knows where it was written. {@code Section} and {@code Value} are
 * cursors over that tree: they check keys, types and limits, and name the place in every error. The
 * {@code ...Spec} records hold the result, in the terms of the field.
 */
@NullMarked
package io.sinotrace.description;

import org.jspecify.annotations.NullMarked;
