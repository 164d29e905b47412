/** Tests of scan descriptions. */
@NullMarked
package io.sinotrace.description;

import org.jspecify.annotations.NullMarked;
