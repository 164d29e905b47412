package io.sinotrace.description;

import io.sinotrace.volume.io.PartnerFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files in a folder and those below it, with one listing each, but for those that by
 * their names are part of another.
 *
 * <p>As in Spark, what begins with a dot or an underscore is hidden, and so is what is in it: files
 * that are being copied often have such names.
 */
final class FolderSearch {
  private final FileSystem files;
  private final List<FileStatus> found = new ArrayList<>();

  /** The real paths of the folders from the top to the one that is searched. */
  private final Set<java.nio.file.Path> above = new HashSet<>();

  private FolderSearch(FileSystem files) {
    this.files = files;
  }

  /**
   * Searches a folder.
   *
   * @param folder fully qualified
   */
  static List<FileStatus> of(Path folder, Configuration conf) throws IOException {
    FolderSearch search = new FolderSearch(folder.getFileSystem(conf));
    search.search(folder);
    return search.found;
  }

  /**
   * Lists the files in one folder.
   *
   * @param folder fully qualified
   */
  static List<FileStatus> filesOf(Path folder, Configuration conf) throws IOException {
    return Arrays.stream(folder.getFileSystem(conf).listStatus(folder))
        .filter(entry -> isShown(entry) && !entry.isDirectory())
        .toList();
  }

  private void search(Path folder) throws IOException {
    java.nio.file.Path real = real(folder);
    if (real != null && !above.add(real)) {
      // A symbolic link to a folder that it lies in.
      return;
    }
    List<FileStatus> entries =
        Arrays.stream(files.listStatus(folder)).filter(FolderSearch::isShown).sorted().toList();
    Set<String> names = new HashSet<>();
    for (FileStatus entry : entries) {
      if (!entry.isDirectory()) {
        names.add(entry.getPath().getName());
      }
    }
    Set<String> partners = PartnerFiles.byName(names);
    for (FileStatus entry : entries) {
      if (entry.isDirectory()) {
        searchBelow(entry.getPath());
      } else if (!partners.contains(entry.getPath().getName())) {
        found.add(entry);
      }
    }
    if (real != null) {
      above.remove(real);
    }
  }

  private void searchBelow(Path folder) throws IOException {
    try {
      search(folder);
    } catch (FileNotFoundException e) {
      // It was removed after the folder above it was listed.
    }
  }

  private static boolean isShown(FileStatus entry) {
    String name = entry.getPath().getName();
    return !name.startsWith(".") && !name.startsWith("_");
  }

  /** Returns where a folder really is; null if the file system has no symbolic links. */
  private java.nio.file.@Nullable Path real(Path folder) throws IOException {
    return files instanceof LocalFileSystem local
        ? local.pathToFile(folder).toPath().toRealPath()
        : null;
  }
}
