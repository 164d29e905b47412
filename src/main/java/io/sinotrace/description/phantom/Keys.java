package io.sinotrace.description.phantom;

import io.sinotrace.Messages;
import io.sinotrace.Spelling;
import io.sinotrace.description.text.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of an element of a phantom, all of which are known. */
final class Keys {
  private final Value value;
  private final Map<String, Value> entries;

  /**
   * Opens an element.
   *
   * @throws io.sinotrace.InputException if it has no keys, or one that is unknown
   */
  Keys(Value value, List<String> known, String expected) {
    this.value = value;
    this.entries = value.entries(expected);
    entries.forEach(
        (key, below) -> {
          if (!known.contains(key)) {
            throw below.error(
                "is an unknown key%s: expected %s"
                    .formatted(Spelling.suggest(key, known), Messages.anyOf(known)));
          }
        });
  }

  /** Returns the value of a key; null if it is not there. */
  @Nullable Value get(String key) {
    return entries.get(key);
  }

  /** Returns the value of a key that must be there. */
  Value required(String key, String expected) {
    Value there = entries.get(key);
    if (there == null) {
      throw value.error("has no %s: expected %s".formatted(key, expected));
    }
    return there;
  }
}
