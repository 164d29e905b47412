package io.sinotrace.volume.io.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Looks up files that are named one by one. Of a folder of which many are asked for, all are listed
 * at once: on a remote file system each request takes long.
 */
public final class NamedFiles {
  /** From how many files of a folder on it is listed. */
  private static final int MANY = 16;

  private NamedFiles() {}

  /**
   * Returns the files and directories that exist.
   *
   * @param paths fully qualified
   * @throws IOException if a file system cannot tell
   */
  public static Map<Path, FileStatus> find(Collection<Path> paths, Configuration conf)
      throws IOException {
    Map<Path, FileStatus> found = new HashMap<>();
    Map<Path, Set<Path>> byFolder =
        paths.stream()
            .filter(path -> path.getParent() != null)
            .collect(Collectors.groupingBy(Path::getParent, Collectors.toCollection(TreeSet::new)));
    for (Map.Entry<Path, Set<Path>> folder : byFolder.entrySet()) {
      FileSystem files = folder.getKey().getFileSystem(conf);
      if (folder.getValue().size() < MANY || !list(files, folder.getKey(), found)) {
        for (Path path : folder.getValue()) {
          lookUp(files, path, found);
        }
      }
    }
    found.keySet().retainAll(Set.copyOf(paths));
    return found;
  }

  private static void lookUp(FileSystem files, Path path, Map<Path, FileStatus> found)
      throws IOException {
    try {
      found.put(path, files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      // It is left out.
    }
  }

  /** Returns false if the folder may not be listed, which does not mean that its files are shut. */
  private static boolean list(FileSystem files, Path folder, Map<Path, FileStatus> found) {
    try {
      for (FileStatus status : files.listStatus(folder)) {
        found.put(status.getPath(), status);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
