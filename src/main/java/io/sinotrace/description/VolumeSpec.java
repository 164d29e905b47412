package io.sinotrace.description;

import io.sinotrace.Messages;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.volume.io.file.NamedFiles;
import io.sinotrace.volume.io.file.ReadFailure;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of a description, before globs and folders are searched.
 *
 * @param inputs where they are, in the order given
 * @param settings how they are read, where a list file does not say otherwise
 * @param minAge a file that was written less than so many seconds ago may not be complete yet, and
 *     is left for a later run
 */
public record VolumeSpec(List<Input> inputs, VolumeSettings settings, double minAge)
    implements Serializable {
  static final String KEY = "volume";

  static final List<String> KEYS =
      Stream.of(List.of("path"), VolumeSettings.KEYS, List.of("min-age"))
          .flatMap(List::stream)
          .toList();
  private static final String FILES =
      "a file, a folder, a glob such as heads/*.nii.gz, a list file such as @heads.csv, or a list"
          + " of them";

  /** The first character of the name of a list file. */
  private static final String LIST = "@";

  /** The characters that Hadoop does not take literally in a path. */
  private static final Pattern GLOB = Pattern.compile("[*?\\[{\\\\]");

  /** The default of {@code min-age} where volumes are not named one by one, in seconds. */
  private static final double MIN_AGE = 60;

  /** The kinds of inputs. */
  public enum Kind {
    /** A file that is named. */
    FILE,
    /** Files that a pattern matches. */
    GLOB,
    /** Files in a folder and in those below it. */
    FOLDER,
    /** A file that a list file names. */
    LISTED,
    /** A phantom, which is no file. */
    PHANTOM
  }

  /**
   * Files that are volumes.
   *
   * @param where the place and the key it was written at, for errors
   * @param path a fully qualified Hadoop path, or a pattern; of a phantom what stands for one
   * @param listed what a list file says; null for other kinds
   */
  public record Input(String where, Kind kind, String path, @Nullable Listed listed)
      implements Serializable {
    /** Returns the folders before the first part of a pattern that is not literal. */
    String fixedPart() {
      Matcher glob = GLOB.matcher(path);
      return path.substring(
          0, 1 + path.lastIndexOf('/', glob.find() ? glob.start() : path.length()));
    }
  }

  /**
   * A row of a list file.
   *
   * @param id of the volume
   * @param chosen whether the row says so; else it is made of the path
   * @param settings how it is read
   * @param own keys of the settings that hold for this row alone
   * @param fault what is wrong with the row, in one line; null if nothing is
   */
  public record Listed(
      String id, boolean chosen, VolumeSettings settings, Set<String> own, @Nullable String fault)
      implements Serializable {}

  /**
   * Returns whether a file that is being written is left for the next run as a matter of course;
   * else the files are said to be complete, and one that changes is a fault.
   */
  public boolean leavesChanging() {
    return minAge > 0;
  }

  static VolumeSpec read(Section root, Configuration conf) {
    Section section = root.section(KEY);
    boolean phantom = section.has(PhantomSettings.PHANTOM);
    String from =
        section.attempt(() -> section.atMostOne(List.of("path", PhantomSettings.PHANTOM)), "path");
    if (PhantomSettings.PHANTOM.equals(from)) {
      return ofPhantom(section, conf);
    }
    if (phantom && !section.isOverridden("spacing")) {
      // It was that of the phantom, whose place an argument has given to files.
      section.refuse("spacing", true, "");
    }
    return ofFiles(section, conf);
  }

  private static VolumeSpec ofPhantom(Section section, Configuration conf) {
    section.refuse(
        "min-age",
        section.isOverridden(PhantomSettings.PHANTOM),
        "does not go with phantom: expected it with volume files only");
    VolumeSettings settings = VolumeSettings.read(section, new LabelTables(conf));
    String where = section.where(PhantomSettings.PHANTOM);
    String uri = Objects.requireNonNull(settings.phantom()).uri();
    return new VolumeSpec(List.of(new Input(where, Kind.PHANTOM, uri, null)), settings, 0);
  }

  private static VolumeSpec ofFiles(Section section, Configuration conf) {
    List<Value> values =
        section.attempt(() -> section.required("path", FILES).oneOrMore(FILES).toList(), List.of());
    Map<Value, Path> paths = new LinkedHashMap<>();
    for (Value value : values) {
      section.attempt(() -> paths.put(value, path(value, conf)) == null, false);
    }
    section.note("path", effective(paths));
    LabelTables tables = new LabelTables(conf);
    VolumeSettings settings = VolumeSettings.read(section, tables);
    List<Input> inputs = new ArrayList<>();
    Map<Path, FileStatus> named = lookUp(paths, conf);
    paths.forEach(
        (value, path) -> {
          if (isList(value)) {
            inputs.addAll(
                section.attempt(
                    () -> VolumeList.read(value, path, section, settings, tables, conf),
                    List.<Input>of()));
          } else {
            inputs.add(new Input(value.where(), kind(path, named), path.toString(), null));
          }
        });
    boolean searched = inputs.stream().anyMatch(input -> input.kind() != Kind.FILE);
    double minAge = section.number("min-age", NumberRange.SECONDS, searched ? MIN_AGE : 0);
    return new VolumeSpec(List.copyOf(inputs), settings, minAge);
  }

  private static boolean isList(Value value) {
    return value.text(FILES).startsWith(LIST);
  }

  private static Path path(Value value, Configuration conf) {
    String text = value.text(FILES);
    String path = isList(value) ? text.substring(LIST.length()) : text;
    return HadoopFiles.qualify(value.location(), "volume.path", path, conf);
  }

  private static Object effective(Map<Value, Path> paths) {
    List<String> texts = new ArrayList<>();
    paths.forEach((value, path) -> texts.add((isList(value) ? LIST : "") + path));
    return texts.size() == 1 ? texts.get(0) : texts;
  }

  /**
   * Finds out which of the paths are folders; that one is missing, or may not be looked at, is
   * found when it is used.
   *
   * @throws UncheckedIOException if it cannot be found out now
   */
  private static Map<Path, FileStatus> lookUp(Map<Value, Path> paths, Configuration conf) {
    Map<Value, Path> literal = new LinkedHashMap<>(paths);
    literal.values().removeIf(path -> GLOB.matcher(path.toString()).find());
    try {
      return NamedFiles.find(literal.values(), conf);
    } catch (IOException e) {
      if (!ReadFailure.isLasting(e)) {
        String where = literal.keySet().iterator().next().where();
        throw new UncheckedIOException(
            "%s: cannot be looked up: %s".formatted(where, Messages.reason(e)), e);
      }
      return Map.of();
    } catch (RuntimeException e) {
      // An unknown host is not reported as IOException.
      return Map.of();
    }
  }

  private static Kind kind(Path path, Map<Path, FileStatus> named) {
    if (GLOB.matcher(path.toString()).find()) {
      return Kind.GLOB;
    }
    FileStatus status = named.get(path);
    return status != null && status.isDirectory() ? Kind.FOLDER : Kind.FILE;
  }

  /**
   * Expands files, folders, globs and lists into volumes; see {@link ScanDescription#scans}.
   *
   * @param warnings takes a line for each input of which files were passed over
   */
  public List<NamedVolume> find(Configuration conf, Consumer<String> warnings) {
    return ScanFiles.find(this, conf, warnings);
  }

  /** Returns whether there may be more volumes than one. */
  boolean isBatch() {
    return inputs.size() > 1
        || inputs.stream()
            .anyMatch(input -> input.kind() != Kind.FILE && input.kind() != Kind.PHANTOM);
  }
}
