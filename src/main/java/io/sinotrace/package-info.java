/**
 * What every room shares: the memory of this JVM, temporary folders, how messages show text from
 * outside, the settings that an error may be about, and the exceptions that mean "the input is at
 * fault" and "there is too little memory", not the program.
 */
@NullMarked
package io.sinotrace;

import org.jspecify.annotations.NullMarked;
