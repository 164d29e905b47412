package io.sinotrace.standin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a header of the kernels says of its structs. */
public final class CudaHeader {
  private final String text;

  /** Reads a header of src/main/cuda. */
  public CudaHeader(String name) throws IOException {
    // Without comments.
    text = Files.readString(Path.of("src/main/cuda", name)).replaceAll("//.*", "");
  }

  /** Returns the bytes at which the members of a struct are asserted to begin. */
  public Map<String, Integer> table(String struct) {
    Map<String, Integer> table = new LinkedHashMap<>();
    Pattern line = Pattern.compile("(?m)^MEMBER\\(" + struct + ", (\\w+), (\\d+)\\);$");
    for (Matcher m = line.matcher(text); m.find(); ) {
      table.put(m.group(1), Integer.valueOf(m.group(2)));
    }
    return table;
  }

  /** Returns the names of a struct's members as it declares them. */
  public List<String> members(String struct) {
    Matcher body =
        Pattern.compile("struct " + struct + " \\{(.*?)\\};", Pattern.DOTALL).matcher(text);
    assertTrue(body.find(), struct);
    List<String> members = new ArrayList<>();
    for (Matcher m = Pattern.compile("(\\w+)(\\[\\d+\\])?[,;]").matcher(body.group(1));
        m.find(); ) {
      members.add(m.group(1));
    }
    return members;
  }

  /** Returns the bytes that a struct is asserted to have. */
  public int size(String struct) {
    return number("^SIZE\\(" + struct + ", (\\d+)\\);$");
  }

  /** Returns a number that is defined. */
  public int defined(String name) {
    return number("^#define " + name + " (\\d+)$");
  }

  private int number(String line) {
    Matcher m = Pattern.compile("(?m)" + line).matcher(text);
    assertTrue(m.find(), line);
    return Integer.parseInt(m.group(1));
  }
}
