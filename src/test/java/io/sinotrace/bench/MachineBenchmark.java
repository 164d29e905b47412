package io.sinotrace.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** What the machine itself gains from more threads: in arithmetic, and in reading memory. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MachineBenchmark {
  private static final int LANES = 1024;
  private static final int DEPTH = 8;
  private static final int REPEATS = 1000;

  /** Floating-point operations of {@link #fma} a call. */
  static final int FLOPS = 2 * DEPTH * LANES * REPEATS;

  /** Bytes that {@link #read} reads a call: more than caches hold. */
  static final int BYTES = 1 << 29;

  /** Numbers in the innermost cache. */
  @State(Scope.Thread)
  public static class Registers {
    private final float[] x = new float[LANES];
  }

  /** Numbers in memory, of which each thread begins to read at another place. */
  @State(Scope.Benchmark)
  public static class Memory {
    private final int[] words = new int[BYTES / Integer.BYTES];
  }

  /** Multiplies and adds; the JVM makes vector instructions of it. */
  @Benchmark
  @OperationsPerInvocation(FLOPS)
  public float[] fma(Registers registers) {
    float[] x = registers.x;
    float a = 0.999f;
    float b = 0.001f;
    for (int k = 0; k < REPEATS; k++) {
      for (int i = 0; i < x.length; i++) {
        float y = Math.fma(x[i], a, b);
        y = Math.fma(y, a, b);
        y = Math.fma(y, a, b);
        y = Math.fma(y, a, b);
        y = Math.fma(y, a, b);
        y = Math.fma(y, a, b);
        y = Math.fma(y, a, b);
        x[i] = Math.fma(y, a, b);
      }
    }
    return x;
  }

  /** Reads memory from one end to the other; the JVM makes vector instructions of it. */
  @Benchmark
  @OperationsPerInvocation(BYTES)
  public int read(Memory memory, ThreadParams thread) {
    int[] words = memory.words;
    int from = (int) ((long) words.length * thread.getThreadIndex() / thread.getThreadCount());
    return sum(words, from, words.length) + sum(words, 0, from);
  }

  private static int sum(int[] words, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += words[i];
    }
    return sum;
  }
}
