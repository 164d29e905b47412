/**
 * What every room shares: the memory of this JVM, temporary folders, how messages show text from
 * outside ({@link io.sinotrace.Messages}), the settings that an error may be about ({@link
 * io.sinotrace.Setting}), and the exceptions that mean "the input is at fault" and "there is too
 * little memory", not the program.
 */
@NullMarked
package io.sinotrace;

import org.jspecify.annotations.NullMarked;
