package io.sinotrace.chaos;

import io.sinotrace.sinogram.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a dataset, as one sees them who knows nothing of manifests. Paths are from its root.
 */
record DatasetFiles(Path root, Configuration conf) {
  /** Returns those on the local disk. */
  static DatasetFiles local(java.nio.file.Path root) {
    return new DatasetFiles(new Path(root.toString()), new Configuration());
  }

  private FileSystem files() throws IOException {
    FileSystem files = root.getFileSystem(conf);
    // Its own checksums are files, too.
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  /** Returns whether files appear one by one, since directories cannot be renamed. */
  boolean areObjects() throws IOException {
    return Storage.of(root, conf).isObjectStore();
  }

  private Path path(String below) {
    return below.isEmpty() ? root : new Path(root, below);
  }

  private List<FileStatus> entries(String directory) throws IOException {
    try {
      return Stream.of(files().listStatus(path(directory))).sorted().toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Returns the names of what a directory holds; nothing if it is not there. */
  List<String> list(String directory) throws IOException {
    return entries(directory).stream().map(entry -> entry.getPath().getName()).toList();
  }

  /** Returns the SHA-256 of every Parquet file by its name, by its directory. */
  Map<String, Map<String, String>> parquet() throws IOException {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (String kind : List.of("sinogram", "views")) {
      for (String name : list(kind)) {
        String directory = kind + "/" + name;
        all.put(directory, sums(directory));
      }
    }
    return all;
  }

  /** Returns the SHA-256 of each file of a directory, by its name. */
  Map<String, String> sums(String directory) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String name : list(directory)) {
      try (InputStream file = files().open(path(directory + "/" + name))) {
        sums.put(name, sha256(file.readAllBytes()));
      }
    }
    return sums;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns all files, empty directories and objects that somebody began to write in parts. */
  List<String> leaves() throws IOException {
    List<String> leaves = new ArrayList<>();
    addLeaves("", leaves);
    Storage.of(root, conf).uploads(root).forEach(upload -> leaves.add(upload.toString()));
    return leaves;
  }

  private void addLeaves(String directory, List<String> leaves) throws IOException {
    for (FileStatus entry : entries(directory)) {
      String name = entry.getPath().getName();
      String path = directory.isEmpty() ? name : directory + "/" + name;
      int before = leaves.size();
      if (entry.isDirectory()) {
        addLeaves(path, leaves);
      }
      if (leaves.size() == before) {
        leaves.add(path);
      }
    }
  }
}
