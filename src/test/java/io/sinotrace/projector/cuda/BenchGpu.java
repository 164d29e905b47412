package io.sinotrace.projector.cuda;

import io.sinotrace.InputException;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.reconstruction.backprojection.cuda.ImageGpuBenchmark;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries the GPU of this machine against the scalar forms, then measures it; needs no Spark. The
 * script {@code jobs/bench-gpu} starts it.
 */
final class BenchGpu {
  private static final String USAGE =
      """
      options:
        --rays N      random rays that are compared (default 100,000,000; quick: 100,000)
        --seed N      of the random rays (default 1)
        --csv FILE    writes all figures to FILE too
        --quick       tiny sizes: tries that everything works and measures nothing of worth
        --only WHAT   trial or benchmark, not both

      exit codes: 0 the bits are equal, 1 they differ or the GPU failed, 2 no usable GPU, or wrong
      usage""";

  private long rays;
  private long seed = 1;
  private @Nullable Path csv;
  private boolean quick;
  private boolean trial = true;
  private boolean benchmark = true;

  private BenchGpu() {}

  /** Does what the options say, and ends the JVM with the exit code. */
  public static void main(String[] options) {
    int code = run(List.of(options), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    System.exit(code);
  }

  /** Returns the exit code. */
  static int run(List<String> options, PrintStream out) {
    if (options.contains("--help")) {
      out.println(USAGE);
      return 0;
    }
    BenchGpu bench = new BenchGpu();
    try {
      bench.read(options);
      Gpu gpu = Gpus.find(null);
      gpu.open();
      return bench.run(gpu, out);
    } catch (GpuException e) {
      out.println("no usable GPU: " + e.getMessage());
      return 2;
    } catch (InputException e) {
      out.println(e.getMessage());
      return 2;
    }
  }

  private void read(List<String> options) {
    for (Iterator<String> i = options.iterator(); i.hasNext(); ) {
      String option = i.next();
      switch (option) {
        case "--rays" -> rays = number(option, i);
        case "--seed" -> seed = number(option, i);
        case "--csv" -> csv = Path.of(value(option, i));
        case "--quick" -> quick = true;
        case "--only" -> {
          String what = value(option, i);
          trial = what.equals("trial");
          benchmark = what.equals("benchmark");
          if (!trial && !benchmark) {
            throw new InputException("--only '%s': expected trial or benchmark".formatted(what));
          }
        }
        default -> throw new InputException("unknown option '%s'; see --help".formatted(option));
      }
    }
    rays = rays > 0 ? rays : quick ? 100_000 : 100_000_000;
  }

  private static String value(String option, Iterator<String> options) {
    if (!options.hasNext()) {
      throw new InputException(option + ": expected a value after it");
    }
    return options.next();
  }

  private static long number(String option, Iterator<String> options) {
    String text = value(option, options);
    try {
      long number = Long.parseLong(text.replace("_", "").replace(",", ""));
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new InputException("%s '%s': expected a number above 0".formatted(option, text));
  }

  private int run(Gpu gpu, PrintStream out) {
    int code = 0;
    try {
      if (trial) {
        GpuTrial.Size size =
            quick ? GpuTrial.Size.quick(rays, seed) : GpuTrial.Size.full(rays, seed);
        code = new GpuTrial(gpu, size, out).run() ? 0 : 1;
        out.println(code == 0 ? "the bits are equal" : "the trial failed");
      }
      if (benchmark) {
        Figures figures = new Figures(out);
        new GpuBenchmark(gpu, quick ? GpuBenchmark.Size.QUICK : GpuBenchmark.Size.FULL, figures)
            .run();
        BitTally images =
            new ImageGpuBenchmark(
                    gpu,
                    quick ? ImageGpuBenchmark.Size.QUICK : ImageGpuBenchmark.Size.FULL,
                    figures)
                .run();
        if (images.other() > 0) {
          out.println("images differ from the scalar form: " + images.first());
          code = 1;
        }
        if (csv != null) {
          figures.write(csv);
        }
      }
    } catch (GpuException e) {
      out.println("the GPU failed: " + e.getMessage());
      return 1;
    } catch (IOException e) {
      throw new InputException("the figures cannot be written to %s: %s".formatted(csv, e), e);
    }
    return code;
  }
}
