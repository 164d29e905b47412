package io.sinotrace.description.text;

import io.sinotrace.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a description, collected so that one message reports all of them.
 *
 * <p>A value that cannot be read is recorded here and replaced by a valid one, so that reading
 * continues. After a fault the values read are meaningless; {@link #check} throws before they are
 * used.
 */
public final class Faults {
  /** The most faults reported: a file that is not a description could have any number of them. */
  private static final int MAX_REPORTED = 20;

  private final List<InputException> found = new ArrayList<>();
  private final Set<InputException> consequences = new HashSet<>();

  /** Records a fault. */
  void add(InputException fault) {
    if (!consequences.contains(fault)) {
      found.add(fault);
    }
  }

  /** Marks a fault as the consequence of another one: it is not reported. */
  InputException consequence(InputException fault) {
    consequences.add(fault);
    return fault;
  }

  /**
   * Returns the result of {@code read}; if it throws a fault, records it, returns {@code instead}.
   */
  public <T> T attempt(Supplier<T> read, T instead) {
    T value = attempt(read);
    return value == null ? instead : value;
  }

  /** Returns the result of {@code read}; if it throws a fault, records it and returns null. */
  public <T> @Nullable T attempt(Supplier<T> read) {
    try {
      return read.get();
    } catch (InputException fault) {
      add(fault);
      return null;
    }
  }

  /** Returns whether no fault has been recorded, so that the values read are valid. */
  boolean none() {
    return found.isEmpty();
  }

  /**
   * Throws the faults recorded, if there are any.
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
    found.stream().limit(MAX_REPORTED).forEach(fault -> lines.add(fault.getMessage()));
    if (found.size() > MAX_REPORTED) {
      lines.add("and %d faults more".formatted(found.size() - MAX_REPORTED));
    }
    throw new InputException(lines);
  }
}
