package io.sinotrace.description.text;

import io.sinotrace.Messages;
import java.util.List;
import java.util.Map;

/** A node of a description as it was written, before anything is known about its meaning. */
public sealed interface Entry {
  /** Returns where it was written; for the value of a key, where the key is. */
  Place place();

  /** Returns how an error message shows it: a short phrase on one line. */
  String shown();

  /** Returns whether all of it was written in a file, and nothing by an argument. */
  boolean isOfFile();

  /**
   * A single value.
   *
   * @param text the characters of the value
   * @param quoted whether it stood in quotes, and so is text whatever it looks like
   */
  record Scalar(Place place, String text, boolean quoted) implements Entry {
    /** Returns whether nothing is there: {@code key:} with no value, {@code null} or {@code ~}. */
    boolean isEmpty() {
      return !quoted
          && (text.isEmpty() || text.equals("~") || text.equals("null") || text.equals("Null"));
    }

    /** Returns whether this is the {@code null} of an argument, which takes away a key. */
    boolean unsets() {
      return isEmpty() && !text.isEmpty() && !place.inFile();
    }

    @Override
    public boolean isOfFile() {
      return place.inFile();
    }

    @Override
    public String shown() {
      return isEmpty()
          ? "empty"
          : quoted ? "the text " + Messages.quote(text) : Messages.brief(text);
    }
  }

  /** A list. */
  record Items(Place place, List<Entry> items) implements Entry {
    @Override
    public boolean isOfFile() {
      return place.inFile();
    }

    @Override
    public String shown() {
      return items.isEmpty() ? "an empty list" : "a list of " + items.size();
    }
  }

  /**
   * A section: keys and their values, in the order written.
   *
   * @param entries may be changed, so that arguments can be laid over a file
   */
  record Keys(Place place, Map<String, Entry> entries) implements Entry {
    @Override
    public boolean isOfFile() {
      return place.inFile() && entries.values().stream().allMatch(Entry::isOfFile);
    }

    @Override
    public String shown() {
      return "a section with keys";
    }
  }
}
