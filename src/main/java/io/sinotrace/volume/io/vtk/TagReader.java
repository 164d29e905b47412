package io.sinotrace.volume.io.vtk;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.file.VolumeFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tags of an XML file one by one, with their places in bytes, so that it may end where
 * bytes that are no XML begin. There are no declarations of entities or of document types: a file
 * that has any is refused, and nothing beside the file is ever opened.
 */
final class TagReader implements AutoCloseable {
  /** No tag is as long: one that is, is refused. */
  private static final int MAX_TAG = 1 << 16;

  private static final Pattern NAME = Pattern.compile("[\\w:.-]+");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s++([\\w:.-]++)\\s*+=\\s*+(?:\"([^\"<]*+)\"|'([^'<]*+)')");

  private final VolumeFile file;
  private final InputStream in;
  private long at;

  /**
   * A tag.
   *
   * @param name of the element; of its end with a slash before it
   * @param attributes by their names, as they are written
   * @param empty whether the element has no content
   * @param start where the tag begins in the file
   * @param end where it ends
   */
  record Tag(String name, Map<String, String> attributes, boolean empty, long start, long end) {
    /** Returns an attribute; "" if there is none. */
    String get(String attribute) {
      return attributes.getOrDefault(attribute, "");
    }
  }

  TagReader(VolumeFile file) {
    this.file = file;
    this.in = new BufferedInputStream(file.open(), 1 << 16);
  }

  /** Returns the next tag; null at the end of the file. */
  @Nullable Tag next() throws IOException {
    while (true) {
      int one = read();
      while (one >= 0 && one != '<') {
        one = read();
      }
      if (one < 0) {
        return null;
      }
      long start = at - 1;
      String text = text();
      if (text.startsWith("?")) {
        continue;
      }
      if (text.startsWith("!--")) {
        passComment(text);
        continue;
      }
      if (text.startsWith("!")) {
        throw file.fault("has a declaration, <%s>: expected elements alone".formatted(text));
      }
      return tag(text, start);
    }
  }

  /** Passes over a comment, which two hyphens end that are not those of its beginning. */
  private void passComment(String text) throws IOException {
    String last = text.length() < 5 ? "" : text.substring(text.length() - 2);
    if (last.equals("--")) {
      return;
    }
    while (true) {
      int one = read();
      if (one < 0) {
        throw file.fault("ends within a comment: truncated");
      }
      if (one == '>' && last.equals("--")) {
        return;
      }
      last = (last + (char) one).substring(Math.max(0, last.length() - 1));
    }
  }

  /** Returns where what follows the next of a character begins, which white space may precede. */
  long skipTo(char mark) throws IOException {
    int one = read();
    while (one == ' ' || one == '\n' || one == '\r' || one == '\t') {
      one = read();
    }
    if (one != mark) {
      throw file.fault("has no '%s' where its appended data begin".formatted(mark));
    }
    return at;
  }

  private Tag tag(String text, long start) {
    boolean empty = text.endsWith("/");
    String inner = empty ? text.substring(0, text.length() - 1) : text;
    if (inner.startsWith("/")) {
      return new Tag(inner.stripTrailing(), Map.of(), false, start, at);
    }
    Matcher name = NAME.matcher(inner);
    if (!name.lookingAt()) {
      throw damaged(text);
    }
    Map<String, String> attributes = new HashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(inner).region(name.end(), inner.length());
    int end = name.end();
    while (attribute.lookingAt()) {
      String value = attribute.group(2) == null ? attribute.group(3) : attribute.group(2);
      if (attributes.put(attribute.group(1), value) != null) {
        throw damaged(text);
      }
      end = attribute.end();
      attribute.region(end, inner.length());
    }
    if (!inner.substring(end).isBlank()) {
      throw damaged(text);
    }
    return new Tag(name.group(), attributes, empty, start, at);
  }

  /** Returns what is up to the end of a tag. */
  private String text() throws IOException {
    byte[] text = new byte[256];
    int length = 0;
    int quote = 0;
    while (true) {
      int one = read();
      if (one < 0) {
        throw file.fault("ends within a tag: truncated");
      }
      boolean comment = length >= 3 && text[0] == '!' && text[1] == '-' && text[2] == '-';
      if (one == '>' && (quote == 0 || comment)) {
        return new String(text, 0, length, StandardCharsets.UTF_8);
      }
      if (one == quote) {
        quote = 0;
      } else if (quote == 0 && (one == '"' || one == '\'')) {
        quote = one;
      }
      if (length == MAX_TAG) {
        throw file.fault("has a tag of more than %d bytes: damaged".formatted(MAX_TAG));
      }
      if (length == text.length) {
        text = Arrays.copyOf(text, 2 * length);
      }
      text[length++] = (byte) one;
    }
  }

  private InputException damaged(String text) {
    return file.fault("has a tag that is no XML: <%s>".formatted(text));
  }

  private int read() throws IOException {
    int one = in.read();
    at += one < 0 ? 0 : 1;
    return one;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
