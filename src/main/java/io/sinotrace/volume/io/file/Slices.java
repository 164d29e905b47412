package io.sinotrace.volume.io.file;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of a volume that consists of slices.
 *
 * @param paths fully qualified Hadoop paths, in the order of the slices; one may hold all of them
 * @param hidden whether the paths are of people: messages and manifests then have numbers
 */
public record Slices(List<String> paths, boolean hidden) implements Serializable {
  /** Copies the list. */
  public Slices {
    paths = List.copyOf(paths);
  }

  /**
   * Finds the files.
   *
   * @param volume what stands for all of them in messages
   * @throws io.sinotrace.InputException if one is missing, empty, or may not be read
   */
  List<VolumeFile> find(String volume, Configuration conf) {
    Map<Path, FileStatus> found;
    try {
      found = NamedFiles.find(paths.stream().map(Path::new).toList(), conf);
    } catch (IOException e) {
      throw VolumeFile.unlisted(volume, hidden, e);
    }
    List<VolumeFile> files = new ArrayList<>();
    for (String each : paths) {
      Path path = new Path(each);
      String number = "slice " + (files.size() + 1);
      files.add(
          hidden
              ? VolumeFile.hidden(path, found.get(path), volume + ": " + number, number, conf)
              : VolumeFile.of(path, found.get(path), conf));
    }
    return files;
  }
}
