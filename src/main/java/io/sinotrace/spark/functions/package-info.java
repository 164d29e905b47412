/**
 * SQL functions over line integrals: {@code sinotrace_transmission}, {@code _log}, {@code _window},
 * {@code _projection}, {@code _sinogram} and {@code _png}.
 *
 * <p>They are written against Spark's interface for functions of catalogs ({@code
 * org.apache.spark.sql.connector.catalog.functions}) and put into a session's own list of functions
 * by {@link io.sinotrace.spark.functions.SinotraceExtensions} or {@link
 * io.sinotrace.spark.functions.SinotraceFunctions#register}, so that SQL finds them by a bare name
 * and {@code DESCRIBE FUNCTION} describes them.
 */
@NullMarked
package io.sinotrace.spark.functions;

import org.jspecify.annotations.NullMarked;
