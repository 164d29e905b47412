/**
 * The engine: the only packages that import Spark.
 *
 * <p>There are two ways to use it: {@code table}, whose rows are computed when they are read, and
 * {@code job}, which writes them as a dataset. Both plan with {@link io.sinotrace.spark.ScanPlan}
 * and trace in {@code task}. {@code functions} are for SQL over line integrals.
 */
@NullMarked
package io.sinotrace.spark;

import org.jspecify.annotations.NullMarked;
