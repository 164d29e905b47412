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
 * @param number which of the volumes it is that are in the only file, from 0; else 0
 * @param hidden whether the paths are told nowhere: messages and manifests then have numbers
 */
public record Slices(List<String> paths, int number, boolean hidden) implements Serializable {
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
    List<Path> files = paths.stream().map(Path::new).toList();
    Map<Path, FileStatus> found;
    try {
      found = NamedFiles.find(files, conf);
    } catch (IOException e) {
      throw new FileLabel(volume, volume, hidden).failure("cannot be listed", e);
    }
    List<VolumeFile> all = new ArrayList<>();
    for (Path file : files) {
      FileLabel label = hidden ? numbered(volume, all.size() + 1) : FileLabel.of(file);
      all.add(VolumeFile.of(file, label, found.get(file), conf));
    }
    return all;
  }

  private static FileLabel numbered(String volume, int number) {
    String name = "slice " + number;
    return new FileLabel(volume + ": " + name, name, true);
  }

  /** Says no more of hidden files than how many they are. */
  @Override
  public String toString() {
    return hidden ? paths.size() + " hidden files" : paths.toString();
  }
}
