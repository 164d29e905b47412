package io.sinotrace.physics.tissue;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.physics.DataLines;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.tissue.LabelTable.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table of labels as text: a line a label, {@code label, material} or {@code label, material,
 * density in g/cm^3}, parted by commas, semicolons or tabs; a material may be in quotes. The
 * material {@value #NOTHING} stands for nothing. Lines that begin with # and empty lines are passed
 * over, and so is a first line without a number, which names the columns.
 */
public final class LabelText {
  /** What a label stands for that is of no material. */
  public static final String NOTHING = "vacuum";

  private static final String EXPECTED =
      "a label, a material, and the density if it is not its own";

  /** The names of some materials have commas. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?<label>[+-]?\\d+)\\s*[,;\\t]\\s*(\"(?<quoted>[^\"]+)\"|(?<plain>[^\"]+?))"
              + "(\\s*[,;\\t]\\s*(?<density>[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)?)?");

  private LabelText() {}

  /**
   * Reads a table.
   *
   * @param name of the file, for messages
   * @throws InputException that names the line, if one is at fault
   */
  public static LabelTable parse(String text, String name) {
    List<Label> table = new ArrayList<>();
    DataLines.forEach(
        text,
        name,
        line -> Character.isDigit(line.charAt(0)) || "+-".indexOf(line.charAt(0)) >= 0,
        (where, line) -> table.add(label(line, where)));
    try {
      return new LabelTable(table);
    } catch (InputException e) {
      throw new InputException(name + ": " + e.getMessage(), e);
    }
  }

  private static Label label(String line, String where) {
    Matcher fields = LINE.matcher(line);
    if (!fields.matches()) {
      throw new InputException(
          "%s: %s: expected %s".formatted(where, Messages.quote(line), EXPECTED));
    }
    try {
      return new Label(
          Integer.parseInt(fields.group("label")),
          material(
              fields.group("quoted") == null ? fields.group("plain") : fields.group("quoted"),
              fields.group("density")));
    } catch (NumberFormatException e) {
      throw new InputException(
          "%s: label %s: expected a whole number of 32 bits"
              .formatted(where, fields.group("label")),
          e);
    } catch (InputException e) {
      throw new InputException(where + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Material material(String name, @Nullable String density) {
    if (name.equals(NOTHING) && density == null) {
      return null;
    }
    Material material = Materials.named(name);
    return density == null ? material : material.withDensity(Double.parseDouble(density));
  }
}
