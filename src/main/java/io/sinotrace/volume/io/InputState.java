package io.sinotrace.volume.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.file.HashedInput;
import io.sinotrace.volume.io.file.NamedFiles;
import io.sinotrace.volume.io.file.ReadFailure;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.phantom.PhantomVolume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lengths and modification times of the files of a volume at one moment. Two states are equal
 * if these show no change of any file in between. A phantom is in one state for ever: it counts as
 * one file, {@link #PHANTOM}, which holds its {@linkplain PhantomVolume#text text}.
 */
public final class InputState {
  /** The name of what a phantom has in place of a file. */
  private static final String PHANTOM = "phantom";

  private final List<VolumeFile> files;
  private final @Nullable PhantomVolume phantom;
  private final Configuration conf;

  private InputState(List<VolumeFile> files, @Nullable PhantomVolume phantom, Configuration conf) {
    this.files = files;
    this.phantom = phantom;
    this.conf = conf;
  }

  /**
   * Returns the present state of a volume's files: its own or its slices, those that its parts
   * name, and the data file of each header. A header is read if the format allows several files.
   *
   * @throws InputException if there is no such file, or its format is unknown
   */
  public static InputState of(VolumeSource source, Configuration conf) {
    if (source.phantom() != null) {
      return new InputState(List.of(), source.phantom(), conf);
    }
    List<VolumeFile> named = new ArrayList<>(source.files(conf));
    source.others().forEach(other -> named.add(named.get(0).sibling(other)));
    if (source.slices() != null) {
      return new InputState(List.copyOf(named), null, conf);
    }
    // Headers may share a data file.
    Set<VolumeFile> files = new LinkedHashSet<>();
    for (VolumeFile file : named) {
      files.add(file);
      for (String partner : VolumeFormat.of(file, source).reader().partners(file)) {
        files.add(file.sibling(partner));
      }
    }
    return new InputState(List.copyOf(files), null, conf);
  }

  /** Returns whether all files still have their lengths and modification times. */
  public boolean isCurrent() {
    if (phantom != null) {
      return true;
    }
    Map<Path, FileStatus> now;
    try {
      now = NamedFiles.find(files.stream().map(VolumeFile::path).toList(), conf);
    } catch (IOException e) {
      if (ReadFailure.isLasting(e)) {
        return false;
      }
      throw files.get(0).unreadable(e);
    }
    return files.stream().allMatch(file -> file.isStill(now.get(file.path())));
  }

  /** Returns the fault of a file that changed while it was read. */
  public InputException changed() {
    return new InputChangedException(
        files.get(0).fault("changed while it was read: expected files that are not being written"));
  }

  /**
   * Reads all files.
   *
   * @return each with its checksum; the volume's own file comes first
   * @throws InputException if one of them cannot be read, or has changed since this state
   */
  public List<InputFile> summed() {
    return summed(Map.of());
  }

  /** As above; files whose SHA-256 is known are not read. */
  List<InputFile> summed(Map<VolumeFile, String> known) {
    if (phantom != null) {
      return List.of(described(phantom, phantom.sha256()));
    }
    List<InputFile> summed = new ArrayList<>();
    for (VolumeFile file : files) {
      String sum = known.get(file);
      summed.add(described(file, sum == null ? sha256(file) : sum));
    }
    if (!isCurrent()) {
      throw changed();
    }
    return List.copyOf(summed);
  }

  /** Returns all files, whose checksums are left out; the volume's own file comes first. */
  public List<InputFile> files() {
    return phantom != null
        ? List.of(described(phantom, null))
        : files.stream().map(file -> described(file, null)).toList();
  }

  private static InputFile described(PhantomVolume phantom, @Nullable String sha256) {
    return new InputFile(PHANTOM, phantom.text().getBytes(UTF_8).length, 0, sha256);
  }

  private static InputFile described(VolumeFile file, @Nullable String sha256) {
    return new InputFile(file.fileName(), file.length(), file.modified(), sha256);
  }

  private static String sha256(VolumeFile file) {
    try (HashedInput in = new HashedInput(file)) {
      return in.finish();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof InputState other
        && files.equals(other.files)
        && Objects.equals(phantom, other.phantom);
  }

  @Override
  public int hashCode() {
    return Objects.hash(files, phantom);
  }
}
