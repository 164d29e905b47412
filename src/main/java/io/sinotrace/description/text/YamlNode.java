package io.sinotrace.description.text;

import io.sinotrace.Messages;
import java.util.List;
import java.util.Map;

/** A node of a description's YAML tree, not interpreted yet. */
public sealed interface YamlNode {
  /** Returns where it was written; for the value of a key, where the key is. */
  SourceLocation location();

  /** Returns a short phrase for it in errors, on one line. */
  String shown();

  /** Returns whether all of it was written in a file, and none of it by an argument. */
  boolean isOfFile();

  /**
   * A single value.
   *
   * @param text the characters of the value
   * @param quoted whether it was quoted, and so is text even if it looks like a number
   */
  record Scalar(SourceLocation location, String text, boolean quoted) implements YamlNode {
    /** Returns whether it is empty: {@code key:} without a value, {@code null} or {@code ~}. */
    boolean isEmpty() {
      return !quoted
          && (text.isEmpty() || text.equals("~") || text.equals("null") || text.equals("Null"));
    }

    /** Returns whether this is the {@code null} of an argument, which removes a key. */
    boolean unsets() {
      return isEmpty() && !text.isEmpty() && !location.inFile();
    }

    @Override
    public boolean isOfFile() {
      return location.inFile();
    }

    @Override
    public String shown() {
      return isEmpty()
          ? "empty"
          : quoted ? "the text " + Messages.quote(text) : Messages.brief(text);
    }
  }

  /** A list. */
  record Sequence(SourceLocation location, List<YamlNode> items) implements YamlNode {
    @Override
    public boolean isOfFile() {
      return location.inFile();
    }

    @Override
    public String shown() {
      return items.isEmpty() ? "an empty list" : "a list of " + items.size();
    }
  }

  /**
   * A section: keys and their values, in the order written.
   *
   * @param entries mutable, so that arguments can override a file
   */
  record Mapping(SourceLocation location, Map<String, YamlNode> entries) implements YamlNode {
    @Override
    public boolean isOfFile() {
      return location.inFile() && entries.values().stream().allMatch(YamlNode::isOfFile);
    }

    @Override
    public String shown() {
      return "a section with keys";
    }
  }
}
