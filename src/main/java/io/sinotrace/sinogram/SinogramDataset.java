package io.sinotrace.sinogram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/**
 * A dataset open for writing, by one run at a time.
 *
 * <p>A scan is written under {@code _staging/RUN} and appears by one rename of its directory; its
 * manifest {@code scans/ID.json} comes last, and a scan without one is not there.
 */
public final class SinogramDataset implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String STAGING = "_staging";
  private static final Set<String> OURS = Set.of("sinogram", "views", "scans", "preview", STAGING);

  private final Path root;
  private final Configuration conf;
  private final FileSystem fs;
  private final OutputLock lock;
  private final Path run;

  private SinogramDataset(Path root, Configuration conf, FileSystem fs, OutputLock lock) {
    this.root = root;
    this.conf = conf;
    this.fs = fs;
    this.lock = lock;
    this.run = new Path(new Path(root, STAGING), "run-" + UUID.randomUUID());
  }

  /**
   * Opens a dataset, making its directory if need be. The lock that a run on another machine left
   * is watched for up to two minutes, and taken over if that run shows no sign of life.
   *
   * @param says is told what is waited for
   * @throws InputException if the path is a file, or a directory that holds something else
   * @throws OutputInUseException if another run is writing there
   */
  public static SinogramDataset open(String path, Configuration conf, Consumer<String> says)
      throws IOException {
    Path root = new Path(path);
    FileSystem fs = Storage.of(root, conf);
    check(path, conf);
    Path staging = new Path(root, STAGING);
    try {
      if (!fs.mkdirs(staging)) {
        throw new InputException("output.path: %s cannot be made".formatted(staging));
      }
    } catch (AccessControlException | AccessDeniedException e) {
      throw new InputException("output.path: %s may not be made".formatted(staging), e);
    }
    OutputLock lock =
        OutputLock.take(fs, new Path(staging, "lock.json"), OutputLock.Pace.DEFAULT, says);
    SinogramDataset dataset = new SinogramDataset(root, conf, fs, lock);
    try {
      dataset.sweep();
    } catch (IOException | RuntimeException e) {
      lock.release();
      throw e;
    }
    return dataset;
  }

  /**
   * Checks that a path can be a dataset, without touching it.
   *
   * @throws InputException if it is a file, or a directory that holds something else
   */
  public static void check(String path, Configuration conf) throws IOException {
    Path root = new Path(path);
    FileSystem fs = Storage.of(root, conf);
    Path there = root;
    while (!fs.exists(there)) {
      there = there.getParent();
    }
    if (!fs.getFileStatus(there).isDirectory()) {
      throw new InputException(
          "output.path: %s is a file; expected a directory, or nothing yet".formatted(there));
    }
    if (!there.equals(root)) {
      return;
    }
    for (FileStatus entry : fs.listStatus(root)) {
      // File browsers leave hidden files of their own.
      if (!entry.getPath().getName().startsWith(".") && !OURS.contains(entry.getPath().getName())) {
        throw new InputException(
            "output.path: %s holds something else (%s); expected a sinogram dataset, or nothing yet"
                .formatted(root, entry.getPath().getName()));
      }
    }
  }

  /** Removes what runs that died have left; while we hold the lock nobody else is at work. */
  private void sweep() throws IOException {
    for (FileStatus entry : fs.listStatus(new Path(root, STAGING))) {
      if (entry.isDirectory()) {
        fs.delete(entry.getPath(), true);
      }
    }
  }

  /** Returns the manifest of a scan that is there, or null. */
  public @Nullable JsonNode manifest(String id) throws IOException {
    Path path = manifestPath(root, id);
    if (!fs.exists(path)) {
      return null;
    }
    try (InputStream in = fs.open(path)) {
      return JSON.readTree(in);
    }
  }

  /** Returns where the files of a scan are to be written: a directory that this run alone uses. */
  public Path staging(String id) throws IOException {
    Path staging = scanPath(run, "sinogram", id);
    fs.mkdirs(staging);
    return staging;
  }

  /** Returns where a scan's files lie once it is committed. */
  public Path sinogram(String id) {
    return scanPath(root, "sinogram", id);
  }

  /** Returns where a picture lies once its scan is committed. */
  public Path preview(String name) {
    return new Path(new Path(root, "preview"), name);
  }

  /**
   * Makes a staged scan visible, in place of an older one of the same id if there is any.
   *
   * @param files names of the files that belong to it; others in its staging directory were left by
   *     attempts that were given up, some of which may be writing still
   * @param previews file name to PNG
   * @param manifest what {@code scans/ID.json} is to say
   * @throws OutputInUseException if another run has taken this one for dead, and its place
   */
  public void commit(
      String id,
      Set<String> files,
      Geometry geometry,
      Map<String, byte[]> previews,
      Map<String, Object> manifest)
      throws IOException {
    // Whoever has taken our place has also removed what we staged.
    check();
    Path staged = scanPath(run, "committed", id);
    fs.mkdirs(staged);
    for (String file : files) {
      rename(new Path(staging(id), file), new Path(staged, file));
    }
    Path stagedViews = scanPath(run, "views", id);
    ViewsFile.write(new Path(stagedViews, "views.parquet"), conf, geometry);
    for (Map.Entry<String, byte[]> preview : previews.entrySet()) {
      write(new Path(new Path(run, "preview"), preview.getKey()), preview.getValue());
    }
    write(manifestPath(run, id), JSON.writeValueAsBytes(manifest));

    check();
    // From here on the old scan, if any, is gone; the new one is there from the last line.
    JsonNode old = manifest(id);
    fs.delete(manifestPath(root, id), false);
    if (old != null) {
      for (JsonNode preview : old.path("previews")) {
        fs.delete(preview(new Path(preview.asText()).getName()), false);
      }
    }
    replace(stagedViews, scanPath(root, "views", id));
    replace(staged, sinogram(id));
    for (String preview : previews.keySet()) {
      replace(new Path(new Path(run, "preview"), preview), preview(preview));
    }
    replace(manifestPath(run, id), manifestPath(root, id));
  }

  private void write(Path path, byte[] content) throws IOException {
    try (OutputStream out = fs.create(path, false)) {
      out.write(content);
    }
  }

  private void replace(Path from, Path to) throws IOException {
    fs.mkdirs(to.getParent());
    if (fs.exists(to)) {
      fs.delete(to, true);
    }
    rename(from, to);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /**
   * Checks that no other run has taken this one for dead, and its place.
   *
   * @throws OutputInUseException if one has
   */
  public void check() throws IOException {
    lock.check();
  }

  /** Returns a path as a person would type it: without the scheme on the local disk. */
  public static String shown(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  /** Ends the run: removes its staging directory and lets others write. */
  @Override
  public void close() throws IOException {
    try {
      fs.delete(run, true);
    } finally {
      lock.release();
    }
    // A run that failed before its first scan leaves no empty directory behind.
    removeIfEmpty(new Path(root, STAGING));
    removeIfEmpty(root);
  }

  private void removeIfEmpty(Path directory) {
    try {
      if (fs.listStatus(directory).length == 0) {
        fs.delete(directory, false);
      }
    } catch (IOException e) {
      // The next run has begun there: the directory is its own now.
      return;
    }
  }

  private static Path scanPath(Path base, String kind, String id) {
    return new Path(new Path(base, kind), "scan=" + id);
  }

  private static Path manifestPath(Path base, String id) {
    return new Path(new Path(base, "scans"), id + ".json");
  }
}
