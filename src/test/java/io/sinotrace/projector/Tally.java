package io.sinotrace.projector;

import io.sinotrace.projector.Criterion.Bracket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts and errors of a class of rays. Not thread-safe. */
public final class Tally {
  private static final int KEPT = 5;

  private long rays;
  private long met;
  private long between;
  private long illConditioned;
  private long shorts;
  private long failures;
  private double squaredError;
  private double squares;
  private double worst;
  private double shortError;
  private final List<String> messages = new ArrayList<>();

  /** Judges the value of a ray and enters it. */
  public void add(Criterion criterion, Ray ray, float value, double greatestVoxel) {
    Bracket b = criterion.judge(ray);
    if (b.excess(value) > 1) {
      between++;
      b = criterion.rigorous(ray, b);
    }
    add(b, value, greatestVoxel, ray);
  }

  private void add(Bracket b, float value, double greatestVoxel, Ray where) {
    rays++;
    met += b.magnitude() > 0 ? 1 : 0;
    double excess = b.excess(value);
    double error = value - b.exact();
    worst = Math.max(worst, excess);
    if (excess > 1) {
      fail(where + ": " + value + " instead of " + b);
    }
    if (!b.conditioned()) {
      illConditioned++;
    } else if (b.voxels() < 1) {
      shorts++;
      shortError = Math.max(shortError, Math.abs(error));
      // A relative error says nothing here: the ends are rounded to 2^-24 of a slab.
      if (!(Math.abs(error) <= 1e-6 * b.slabLength() * greatestVoxel + b.spread())) {
        fail(where + ": " + value + " instead of " + b);
      }
    } else {
      squaredError += error * error;
      squares += b.exact() * b.exact();
    }
  }

  /** Enters a ray that is wrong for a reason of its own. */
  public void fail(String message) {
    failures++;
    if (messages.size() < KEPT) {
      messages.add(message);
    }
  }

  /** Adds what another thread found. */
  public void merge(Tally o) {
    rays += o.rays;
    met += o.met;
    between += o.between;
    illConditioned += o.illConditioned;
    shorts += o.shorts;
    failures += o.failures;
    squaredError += o.squaredError;
    squares += o.squares;
    worst = Math.max(worst, o.worst);
    shortError = Math.max(shortError, o.shortError);
    for (String m : o.messages) {
      if (messages.size() < KEPT) {
        messages.add(m);
      }
    }
  }

  /** Returns the number of rays entered. */
  public long rays() {
    return rays;
  }

  /** Returns how many rays met a voxel that is not 0. */
  public long met() {
    return met;
  }

  /** Returns how many rays the nine displaced rays would refuse and the rigorous bound does not. */
  public long between() {
    return between;
  }

  /** Returns the number of wrong rays. */
  public long failures() {
    return failures;
  }

  /** Returns the first wrong rays. */
  public List<String> messages() {
    return messages;
  }

  /**
   * Returns the relative L2 error of the well-conditioned rays; 0 where all of them should be 0.
   */
  public double relativeError() {
    return squares == 0 ? 0 : Math.sqrt(squaredError / squares);
  }

  /**
   * Returns whether that error says something: most rays are well-conditioned. Where few are, two
   * neighbours that happen to agree to 1e-4 make it up, and the bracket alone can judge.
   */
  public boolean isRelativeErrorMeaningful() {
    return 2 * illConditioned < rays && squares > 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%8d rays, met %3.0f %%, ill-conditioned %5.1f %%, relative L2 error %.1e, nearest to the bound %.2f%s%s",
        rays,
        100.0 * met / Math.max(1, rays),
        100.0 * illConditioned / Math.max(1, rays),
        relativeError(),
        worst,
        between == 0 ? "" : String.format(Locale.ROOT, ", %d between the nine", between),
        shorts == 0
            ? ""
            : String.format(Locale.ROOT, "; %d short, off by at most %.1e", shorts, shortError));
  }
}
