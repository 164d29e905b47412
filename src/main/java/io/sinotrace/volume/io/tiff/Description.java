package io.sinotrace.volume.io.tiff;

import io.sinotrace.geometry.Vec3;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ImageJ and OME say of a stack, in the description of its first page.
 *
 * @param pages how many ImageJ says that there are; 1 if it says nothing
 * @param other what there is more than one of besides slices, such as channels; null if nothing
 * @param spacing size of a voxel in mm along x, y and z; NaN where it is not said
 */
record Description(long pages, @Nullable String other, Vec3 spacing) {
  private static final Pattern IMAGEJ_LINE = Pattern.compile("(?m)^(\\w+)=(.*)$");
  private static final Pattern OME_PIXELS = Pattern.compile("<(?:\\w+:)?Pixels\\s([^>]*)>");

  /** Of the units that people use, the length in mm. */
  private static final Map<String, Double> UNITS =
      Map.ofEntries(
          Map.entry("nm", 1e-6),
          Map.entry("nanometer", 1e-6),
          Map.entry("um", 1e-3),
          Map.entry("\u00b5m", 1e-3),
          Map.entry("\u03bcm", 1e-3),
          Map.entry("micron", 1e-3),
          Map.entry("microns", 1e-3),
          Map.entry("micrometer", 1e-3),
          Map.entry("mm", 1.0),
          Map.entry("millimeter", 1.0),
          Map.entry("cm", 10.0),
          Map.entry("m", 1e3),
          Map.entry("inch", 25.4));

  private static final Vec3 UNKNOWN = new Vec3(Double.NaN, Double.NaN, Double.NaN);

  /** Reads it. */
  static Description of(Directory first) {
    String text = first.text(Tag.DESCRIPTION);
    if (text.startsWith("ImageJ=")) {
      return imageJ(text, first);
    }
    Matcher pixels = OME_PIXELS.matcher(text);
    return pixels.find() ? ome(pixels.group(1)) : new Description(1, null, UNKNOWN);
  }

  private static Description imageJ(String text, Directory first) {
    Map<String, String> lines = new HashMap<>();
    Matcher line = IMAGEJ_LINE.matcher(text);
    while (line.find()) {
      lines.put(line.group(1), line.group(2).strip());
    }
    double unit = unit(lines.getOrDefault("unit", "").replace("\\u00B5", "\u00b5"));
    Vec3 spacing =
        new Vec3(
            unit / first.quotient(Tag.X_RESOLUTION),
            unit / first.quotient(Tag.Y_RESOLUTION),
            unit * number(lines.get("spacing")));
    double pages = number(lines.get("images"));
    return new Description(
        pages >= 1 ? (long) pages : 1, several(lines, "channels", "frames"), spacing);
  }

  private static Description ome(String attributes) {
    Map<String, String> values = new HashMap<>();
    Matcher attribute = Pattern.compile("(\\w+)\\s*=\\s*[\"']([^\"']*)[\"']").matcher(attributes);
    while (attribute.find()) {
      values.put(attribute.group(1), attribute.group(2));
    }
    return new Description(
        1,
        several(values, "SizeC", "SizeT"),
        new Vec3(ome(values, "X"), ome(values, "Y"), ome(values, "Z")));
  }

  private static double ome(Map<String, String> values, String axis) {
    String name = "PhysicalSize" + axis;
    return unit(values.getOrDefault(name + "Unit", "\u00b5m")) * number(values.get(name));
  }

  private static @Nullable String several(Map<String, String> values, String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null && !value.equals("1")) {
        return name + "=" + value;
      }
    }
    return null;
  }

  private static double unit(String name) {
    return UNITS.getOrDefault(name.toLowerCase(Locale.ROOT), Double.NaN);
  }

  private static double number(@Nullable String text) {
    try {
      return text == null ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
