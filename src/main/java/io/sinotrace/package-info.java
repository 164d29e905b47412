/**
 * What every room shares: the one exception that means "the input is at fault, not the program".
 */
@NullMarked
package io.sinotrace;

import org.jspecify.annotations.NullMarked;
