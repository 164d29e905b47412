package io.sinotrace.description;

import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The volumes of a description, before globs are expanded.
 *
 * @param inputs the files and globs, in the order given
 * @param settings how they are read
 * @param minAge a file that was written less than so many seconds ago may not be complete yet, and
 *     is left for a later run
 */
public record VolumeSpec(List<Input> inputs, VolumeSettings settings, double minAge)
    implements Serializable {
  static final List<String> KEYS =
      Stream.of(List.of("path"), VolumeSettings.KEYS, List.of("min-age"))
          .flatMap(List::stream)
          .toList();
  private static final String FILES = "a file, a glob such as heads/*.nii.gz, or a list of them";

  /** The characters that Hadoop does not take literally in a path. */
  private static final Pattern GLOB = Pattern.compile("[*?\\[{\\\\]");

  /** The default of {@code min-age} where volumes are searched for, in seconds. */
  private static final double MIN_AGE = 60;

  /**
   * A file or a glob.
   *
   * @param where the place and the key it was written at, for errors
   * @param pattern a fully qualified Hadoop path, which may be a glob
   */
  public record Input(String where, String pattern) implements Serializable {
    /** Returns whether files are searched for, and not named. */
    boolean isGlob() {
      return GLOB.matcher(pattern).find();
    }

    /** Returns the folders before the first part of the path that is not literal. */
    String fixedPart() {
      Matcher glob = GLOB.matcher(pattern);
      return pattern.substring(
          0, 1 + pattern.lastIndexOf('/', glob.find() ? glob.start() : pattern.length()));
    }
  }

  static VolumeSpec read(Section root, Configuration conf) {
    Section section = root.section("volume");
    List<Input> inputs = section.attempt(() -> inputs(section, conf), List.of());
    VolumeSettings settings = VolumeSettings.read(section);
    boolean searched = inputs.stream().anyMatch(Input::isGlob);
    double minAge = section.number("min-age", NumberRange.SECONDS, searched ? MIN_AGE : 0);
    return new VolumeSpec(inputs, settings, minAge);
  }

  private static List<Input> inputs(Section section, Configuration conf) {
    List<Input> inputs =
        section.required("path", FILES).oneOrMore(FILES).map(value -> input(value, conf)).toList();
    List<String> patterns = inputs.stream().map(Input::pattern).toList();
    section.note("path", patterns.size() == 1 ? patterns.get(0) : patterns);
    return inputs;
  }

  private static Input input(Value value, Configuration conf) {
    String text = value.text(FILES);
    String pattern = HadoopFiles.qualify(value.location(), "volume.path", text, conf).toString();
    return new Input(value.where(), pattern);
  }

  /** Returns whether there may be more volumes than one. */
  boolean isBatch() {
    return inputs.size() > 1 || inputs.stream().anyMatch(Input::isGlob);
  }
}
