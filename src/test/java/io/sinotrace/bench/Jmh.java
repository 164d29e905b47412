package io.sinotrace.bench;

import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs one benchmark, in a JVM of its own, which has the flags of this one. In haste all but those
 * of the machine run in this JVM.
 */
final class Jmh {
  private static final TimeValue FULL = TimeValue.seconds(1);
  private static final TimeValue QUICK = TimeValue.milliseconds(50);

  private final Settings settings;

  Jmh(Settings settings) {
    this.settings = settings;
  }

  /**
   * What {@link TracingBenchmark#trace} takes.
   *
   * @param perSecond rays, all threads together
   * @param bytesEach bytes that are allocated for a ray, with all its channels
   */
  record Rays(double perSecond, double bytesEach) {}

  /** Measures {@link TracingBenchmark#trace} on a volume of so many channels. */
  Rays rays(String workload, String form, int threads, int channels) {
    ChainedOptionsBuilder benchmark =
        tracing("trace", workload, form).param("channels", Integer.toString(channels));
    RunResult result = run(benchmark.threads(threads), warmups(form), 3);
    double rays = counted(result, "rays");
    return new Rays(rays, counted(result, "bytes") / rays);
  }

  private static double counted(RunResult result, String what) {
    return Objects.requireNonNull(result.getSecondaryResults().get(what), what).getScore();
  }

  /** Returns the rays a second of {@link TracingBenchmark#trace}, all threads together. */
  double raysPerSecond(String workload, String form, int threads) {
    return rays(workload, form, threads, 1).perSecond();
  }

  /** Returns the operations a second of a method of {@link MachineBenchmark}. */
  double ofMachine(String method, int threads) {
    ChainedOptionsBuilder benchmark = benchmark(MachineBenchmark.class, method).forks(1);
    return run(benchmark.threads(threads), 2, 3).getPrimaryResult().getScore();
  }

  /** Returns the pixels a second of {@link ProtocolBenchmark#row}, all threads together. */
  double pixelsPerSecond(String field, String tolerance, int threads) {
    ChainedOptionsBuilder benchmark = protocol("row", tolerance).param("field", field);
    return run(benchmark.threads(threads), 5, 3).getPrimaryResult().getScore();
  }

  /** Returns the pixels a second of {@link ProtocolBenchmark#plain}, all threads together. */
  double plainPixelsPerSecond(int threads) {
    ChainedOptionsBuilder benchmark = benchmark(ProtocolBenchmark.class, "plain");
    return run(benchmark.threads(threads), 2, 3).getPrimaryResult().getScore();
  }

  /** Returns the seconds of {@link ProtocolBenchmark#prepare}. */
  double preparingSeconds(String tolerance) {
    return median(run(protocol("prepare", tolerance), 20, 5));
  }

  /** Returns the seconds of a method of {@link ImageBenchmark}. */
  double imageSeconds(String method, String form) {
    ChainedOptionsBuilder benchmark =
        benchmark(ImageBenchmark.class, method)
            .param("form", form)
            .param("shrink", Integer.toString(settings.shrink()));
    return median(run(benchmark, 4, 5));
  }

  /** Returns the seconds of a method of {@link TracingBenchmark} that is called a few times. */
  double seconds(String method, String workload, String form) {
    // A JVM starts with single rays, whatever the form.
    int warmups = form.equals(Form.SCALAR) ? 2 : 12;
    return median(run(tracing(method, workload, form), warmups, 3));
  }

  /**
   * Returns the seconds that a radiograph takes one thread, prepared and warm.
   *
   * @param pixels along each side of the detector
   */
  double radiographSeconds(int pixels, String form) {
    ChainedOptionsBuilder benchmark =
        tracing("trace", "W2", form).param("pixels", Integer.toString(pixels));
    return 1 / median(run(benchmark, warmups(form), 7));
  }

  /** The plain loops of the scalar tracer are compiled for good in their first second. */
  private static int warmups(String form) {
    return form.equals(Form.SCALAR) ? 2 : 5;
  }

  private static double median(RunResult result) {
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  private ChainedOptionsBuilder tracing(String method, String workload, String form) {
    Map<String, String> parameters =
        Map.of("workload", workload, "form", form, "shrink", Integer.toString(settings.shrink()));
    ChainedOptionsBuilder benchmark = benchmark(TracingBenchmark.class, method);
    parameters.forEach(benchmark::param);
    return benchmark;
  }

  private ChainedOptionsBuilder protocol(String method, String tolerance) {
    return benchmark(ProtocolBenchmark.class, method).param("tolerance", tolerance);
  }

  private ChainedOptionsBuilder benchmark(Class<?> type, String method) {
    return new OptionsBuilder()
        .include(type.getName() + "." + method + "$")
        .forks(settings.quick() ? 0 : 1);
  }

  private RunResult run(ChainedOptionsBuilder benchmark, int warmups, int measurements) {
    TimeValue time = settings.quick() ? QUICK : FULL;
    // What JMH says is of use only if something fails.
    String log = settings.out().resolve("jmh.log").toString();
    try {
      return new Runner(
              benchmark
                  .warmupIterations(settings.quick() ? 1 : warmups)
                  .warmupTime(time)
                  .measurementIterations(measurements)
                  .measurementTime(time)
                  // Else threads go on before and after what is timed, and rays of that are
                  // counted.
                  .syncIterations(false)
                  .shouldFailOnError(true)
                  .output(log)
                  .build())
          .runSingle();
    } catch (RunnerException e) {
      throw new IllegalStateException("a benchmark failed; %s says why".formatted(log), e);
    }
  }
}
