/**
 * The benchmark that {@code jobs/bench} starts: what to expect of a machine, and whether a change
 * helped.
 *
 * <p>JMH forks, warms up and measures the kernels ({@link io.sinotrace.bench.TracingBenchmark},
 * {@link io.sinotrace.bench.ProtocolBenchmark}, {@link io.sinotrace.bench.MachineBenchmark}); whole
 * jobs run in a warm Spark session. What is compared is measured in turn, round by round, since
 * other load comes and goes.
 */
@NullMarked
package io.sinotrace.bench;

import org.jspecify.annotations.NullMarked;
