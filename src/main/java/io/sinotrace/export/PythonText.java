package io.sinotrace.export;

import io.sinotrace.geometry.Vec3;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Values as Python has them. */
final class PythonText {
  private PythonText() {}

  /** Returns a text in quotes. */
  static String string(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }

  /** Returns a list of numbers, each to the last digit. */
  static String list(double... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(Double::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Returns a point or direction. */
  static String vector(Vec3 vector) {
    return list(vector.toArray());
  }
}
