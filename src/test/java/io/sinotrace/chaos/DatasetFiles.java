package io.sinotrace.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a dataset on the local disk, as one sees them who knows nothing of manifests. */
final class DatasetFiles {
  private DatasetFiles() {}

  /** Returns the SHA-256 of every Parquet file by its name, by its directory from the root. */
  static Map<String, Map<String, String>> parquet(Path root) throws IOException {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (String kind : List.of("sinogram", "views")) {
      for (Path directory : list(root.resolve(kind))) {
        all.put(kind + "/" + directory.getFileName(), sums(directory));
      }
    }
    return all;
  }

  /** Returns what a directory holds; nothing if it is not there. */
  static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Returns the SHA-256 of each file of a directory, by its name. */
  static Map<String, String> sums(Path directory) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (Path file : list(directory)) {
      sums.put(file.getFileName().toString(), sha256(Files.readAllBytes(file)));
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

  /** Returns all files and empty directories, from the root. */
  static List<String> leaves(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !Files.isDirectory(path) || isEmpty(path))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private static boolean isEmpty(Path directory) {
    try {
      return list(directory).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
