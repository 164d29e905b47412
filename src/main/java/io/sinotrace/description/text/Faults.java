package io.sinotrace.description.text;

import io.sinotrace.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a description, so that all of it is told at once.
 *
 * <p>What cannot be read is noted here and something sound is taken instead, so that reading goes
 * on. Nothing that was read is of use after a fault; {@link #check} sees to it that nobody gets it.
 */
public final class Faults {
  /** The most that are told: what is no description at all would have any number. */
  private static final int MOST = 20;

  private final List<InputException> found = new ArrayList<>();
  private final Set<InputException> consequences = new HashSet<>();

  /** Notes a fault. */
  void add(InputException fault) {
    if (!consequences.contains(fault)) {
      found.add(fault);
    }
  }

  /** Marks a fault that another one explains: it is not told. */
  InputException consequence(InputException fault) {
    consequences.add(fault);
    return fault;
  }

  /** Returns what {@code read} gives; {@code instead} if it finds a fault, which is noted. */
  public <T> T attempt(Supplier<T> read, T instead) {
    T value = attempt(read);
    return value == null ? instead : value;
  }

  /** Returns what {@code read} gives; null if it finds a fault, which is noted. */
  public <T> @Nullable T attempt(Supplier<T> read) {
    try {
      return read.get();
    } catch (InputException fault) {
      add(fault);
      return null;
    }
  }

  /** Returns whether there is none so far, and what was read can be relied upon. */
  boolean none() {
    return found.isEmpty();
  }

  /**
   * Ends the reading if there is a fault.
   *
   * @throws InputException with a line for each
   */
  public void check() {
    if (found.isEmpty()) {
      return;
    }
    if (found.size() == 1) {
      throw found.get(0);
    }
    List<String> lines = new ArrayList<>();
    found.stream().limit(MOST).forEach(fault -> lines.add(fault.getMessage()));
    if (found.size() > MOST) {
      lines.add("and %d faults more".formatted(found.size() - MOST));
    }
    throw new InputException(lines);
  }
}
