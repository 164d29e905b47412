package io.sinotrace.description;

import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.RawForm;
import io.sinotrace.volume.io.file.SampleType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of raw binaries are: {@code type}, {@code shape}, {@code byte-order} and {@code
 * skip}. A list of volumes may say some of it for each, so that what is missing is only missed when
 * a file is opened.
 */
final class RawSettings {
  static final List<String> KEYS = List.of("type", "shape", "byte-order", "skip");

  private static final List<String> TYPES =
      Arrays.stream(SampleType.values())
          .filter(type -> type != SampleType.BOOL8)
          .map(Value::word)
          .toList();
  private static final String SHAPE =
      "three whole numbers from 1 to %d, in the order of volume.axes".formatted(VoxelGrid.MAX_AXIS);

  private enum Endian {
    LITTLE,
    BIG
  }

  private RawSettings() {}

  /** Returns whether anything is said of raw binaries. */
  static boolean isSaid(Section section) {
    return KEYS.stream().anyMatch(section::has);
  }

  /** Reads them; null if there are none. */
  static @Nullable RawForm read(Section section) {
    if (!isSaid(section)) {
      return null;
    }
    Value type = section.value("type");
    String word = type == null ? null : section.attempt(() -> type.choice(TYPES), TYPES.get(0));
    if (word != null) {
      section.note("type", word);
    }
    Value shape = section.value("shape");
    List<Integer> sizes =
        shape == null ? null : section.attempt(() -> shape(shape), List.of(1, 1, 1));
    if (sizes != null) {
      section.note("shape", sizes);
    }
    return new RawForm(
        word == null ? null : type(word),
        sizes,
        section.choice("byte-order", Endian.class, Endian.LITTLE) == Endian.BIG,
        section.integer("skip", 0, Integer.MAX_VALUE, 0));
  }

  private static SampleType type(String word) {
    return Stream.of(SampleType.values())
        .filter(type -> Value.word(type).equals(word))
        .findFirst()
        .orElseThrow();
  }

  private static List<Integer> shape(Value value) {
    List<Value> items = value.items(SHAPE);
    if (items.size() != 3) {
      throw value.expected(SHAPE);
    }
    return items.stream().map(item -> item.integer(1, VoxelGrid.MAX_AXIS)).toList();
  }
}
