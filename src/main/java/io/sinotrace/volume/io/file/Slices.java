package io.sinotrace.volume.io.file;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of a volume that consists of slices.
 *
 * @param paths fully qualified Hadoop paths, in the order of the slices; one may hold all of them
 */
public record Slices(List<String> paths) implements Serializable {
  /** Copies the list. */
  public Slices {
    paths = List.copyOf(paths);
  }

  /**
   * Finds the files.
   *
   * @param folder that they are in
   * @throws io.sinotrace.InputException if one is missing, empty, or may not be read
   */
  List<VolumeFile> find(String folder, Configuration conf) {
    List<Path> files = paths.stream().map(Path::new).toList();
    Map<Path, FileStatus> found;
    try {
      found = NamedFiles.find(files, conf);
    } catch (IOException e) {
      throw VolumeFile.unlisted(folder, e);
    }
    return files.stream().map(file -> VolumeFile.of(file, found.get(file), conf)).toList();
  }
}
