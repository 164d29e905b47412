/**
 * The text of a description: YAML and {@code key=value} arguments as a tree whose every value knows
 * where it was written, and cursors over that tree which check keys, types and limits and name the
 * place in every error. It knows no key of its own.
 */
@NullMarked
package io.sinotrace.description.text;

import org.jspecify.annotations.NullMarked;
