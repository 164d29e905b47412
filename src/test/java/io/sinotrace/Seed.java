package io.sinotrace;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * The seed of a test's random numbers: a field of the test class, with {@code @RegisterExtension}.
 * A test that fails says how to give it the same numbers again. {@code -Dseed=N} replaces the seed
 * of every test that has one.
 */
public final class Seed implements TestExecutionExceptionHandler {
  private static final String PROPERTY = "seed";

  private final long value;

  private Seed(long value) {
    this.value = value;
  }

  /**
   * The same numbers in every run: for tests that a change of the code alone should make fail, such
   * as comparisons of the kernels' bits and limits on errors.
   */
  public static Seed fixed(long value) {
    return new Seed(given(System.getProperty(PROPERTY), value));
  }

  /** Other numbers in every run: for tests that look for cases nobody has thought of. */
  public static Seed drawn() {
    return new Seed(Drawn.SEED);
  }

  public long value() {
    return value;
  }

  /** Returns random numbers from their beginning. */
  public SplittableRandom random() {
    return new SplittableRandom(value);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable e) throws Throwable {
    // A skipped test has not failed.
    if (e instanceof TestAbortedException) {
      throw e;
    }
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "#"
            + context.getRequiredTestMethod().getName();
    throw failure(context.getTags().contains("long") ? test + " -Plong" : test, e);
  }

  AssertionError failure(String test, Throwable e) {
    return new AssertionError(
        "%s\nAgain with the same numbers: mvn test -Dseed=%d -Dtest=%s"
            .formatted(e instanceof AssertionError ? e.getMessage() : e, value, test),
        e);
  }

  static long given(@Nullable String property, long otherwise) {
    return property == null ? otherwise : Long.parseLong(property);
  }

  /** One seed for all that draw theirs, so that -Dseed repeats a whole run. */
  private static final class Drawn {
    static final long SEED =
        given(System.getProperty(PROPERTY), new SplittableRandom().nextInt(1_000_000_000));

    static {
      // A JVM that dies tells of no failed test.
      System.out.println("seed " + SEED);
    }

    private Drawn() {}
  }
}
