package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.VolumeSpec.Input;
import io.sinotrace.volume.io.file.NamedFiles;
import io.sinotrace.volume.io.file.ReadFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Lists the files of inputs. An error names the input, and nothing below what the input names:
 * files and folders of patients are named after them.
 */
final class InputListing {
  private final Configuration conf;

  InputListing(Configuration conf) {
    this.conf = conf;
  }

  /** Finds files that are named, all at once; none stands for one that is missing. */
  Map<Path, FileStatus> lookUp(List<Input> inputs) {
    if (inputs.isEmpty()) {
      return Map.of();
    }
    try {
      return NamedFiles.find(inputs.stream().map(input -> new Path(input.path())).toList(), conf);
    } catch (IOException e) {
      throw ReadFailure.of(unlisted(inputs.get(0)) + ": " + Messages.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw unlisted(inputs.get(0), e);
    }
  }

  /**
   * Returns the files that a glob matches. As in a shell, hidden files are not; nor are directories
   * here.
   */
  List<FileStatus> matches(Input glob) {
    Path pattern = new Path(glob.path());
    FileStatus[] found;
    try {
      found = pattern.getFileSystem(conf).globStatus(pattern);
    } catch (IOException e) {
      throw ReadFailure.ofListing(unlisted(glob), new Path(glob.fixedPart()), e);
    } catch (IllegalArgumentException e) {
      throw unlisted(glob, e);
    }
    return (found == null ? Stream.<FileStatus>empty() : Arrays.stream(found))
        .filter(status -> !status.isDirectory())
        .filter(status -> !status.getPath().getName().startsWith("."))
        .toList();
  }

  /** Returns the files in a folder and those below it. */
  List<FileStatus> filesIn(Input folder) {
    Path path = new Path(folder.path());
    try {
      return FolderSearch.of(path, conf);
    } catch (IOException e) {
      throw ReadFailure.ofListing(unlisted(folder), path, e);
    }
  }

  /**
   * Returns the volume that a named file is, or is a slice of.
   *
   * @param settings how it is read
   * @throws InputException if the file cannot be read
   */
  FoundVolumes with(Input file, FileStatus status, VolumeSettings settings) {
    try {
      return FoundVolumes.with(status, settings, conf);
    } catch (IOException e) {
      throw ReadFailure.ofListing(unlisted(file), new Path(file.path()).getParent(), e);
    }
  }

  private static String unlisted(Input input) {
    return "%s: %s cannot be listed".formatted(input.where(), Messages.oneLine(input.path()));
  }

  private static InputException unlisted(Input input, IllegalArgumentException e) {
    return new InputException(unlisted(input) + ": " + Messages.reason(e), e);
  }
}
