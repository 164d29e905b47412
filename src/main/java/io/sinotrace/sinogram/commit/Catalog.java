package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Parallel;
import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The scans of a dataset by their manifests, of which the one with the highest number counts: as
 * they were when it was read, and those that this run has committed since.
 */
public final class Catalog {
  private final Storage storage;
  private final DatasetPaths paths;
  private final ConcurrentMap<String, CommittedScan> scans = new ConcurrentHashMap<>();
  private final Map<String, List<String>> idsBySource = new HashMap<>();

  private final Map<String, Unreadable> unreadable = new TreeMap<>();

  private Catalog(Storage storage, DatasetPaths paths) {
    this.storage = storage;
    this.paths = paths;
  }

  /**
   * Why nothing is known of a scan that is there.
   *
   * @param why in one line
   * @param ofStorage whether its manifest could not be read now, and perhaps can later; else the
   *     file is none
   */
  public record Unreadable(String why, boolean ofStorage) {}

  /** The content of a file among the manifests: a manifest, or why it is not known. */
  private record Reading(String id, @Nullable CommittedScan scan, @Nullable Unreadable why) {}

  /** Reads the manifests of a dataset; there are none if it is not there. */
  public static Catalog read(String dataset, Configuration conf) throws IOException {
    Path root = new Path(dataset);
    return read(Storage.of(root, conf), new DatasetPaths(root));
  }

  /**
   * As {@link #read(String, Configuration)}, of a path that must be a dataset.
   *
   * @throws InputException if it is none
   */
  public static Catalog ofDataset(String dataset, Configuration conf) throws IOException {
    if (!CommittedScans.areAt(new Path(dataset), conf)) {
      throw new InputException(
          "%s: expected a sinogram dataset, the output.path of a run".formatted(dataset));
    }
    return read(dataset, conf);
  }

  static Catalog read(Storage storage, DatasetPaths paths) throws IOException {
    Catalog catalog = new Catalog(storage, paths);
    List<ManifestName> newest = List.copyOf(newest(storage, paths).values());
    for (Reading reading : Parallel.map(newest, catalog::read)) {
      if (reading.scan() != null) {
        catalog.add(reading.scan());
      } else if (reading.why() != null) {
        catalog.unreadable.put(reading.id(), reading.why());
      }
    }
    return catalog;
  }

  /** Returns the newest manifest of each scan, by id. */
  static Map<String, ManifestName> newest(Storage storage, DatasetPaths paths) throws IOException {
    Map<String, ManifestName> newest = new TreeMap<>();
    for (Entry entry : storage.list(paths.manifests())) {
      ManifestName name = entry.isDirectory() ? null : ManifestName.of(entry.name());
      if (name != null) {
        newest.merge(name.id(), name, (a, b) -> a.number() > b.number() ? a : b);
      }
    }
    return newest;
  }

  private Reading read(ManifestName name) throws IOException {
    Path file = paths.manifest(name.id(), name.number());
    try {
      byte[] content = storage.read(file);
      if (content == null) {
        // A newer one has taken its place since the listing, or the scan was taken away.
        ManifestName now = newest(storage, paths).get(name.id());
        if (now == null) {
          return new Reading(name.id(), null, null);
        }
        if (now.equals(name)) {
          // A local file that must not be read says that it is not there.
          throw new IOException("it is listed, but cannot be opened");
        }
        return read(now);
      }
      ScanManifest manifest = manifest(name, file, content);
      return new Reading(name.id(), CommittedScan.of(manifest, name.number()), null);
    } catch (InputException e) {
      return new Reading(name.id(), null, new Unreadable(e.getMessage(), false));
    } catch (IOException e) {
      // Of one scan: the others are there all the same.
      String why = "%s cannot be read: %s".formatted(Storage.shown(file), Messages.reason(e));
      return new Reading(name.id(), null, new Unreadable(why, true));
    }
  }

  private static ScanManifest manifest(ManifestName name, Path file, byte[] content) {
    ScanManifest manifest = ScanManifest.parse(content, file);
    if (!manifest.id().equals(name.id())) {
      throw new InputException(
          "%s is the manifest of another scan, %s".formatted(Storage.shown(file), manifest.id()));
    }
    return manifest;
  }

  private void add(CommittedScan scan) {
    scans.put(scan.id(), scan);
    idsBySource.computeIfAbsent(scan.source(), source -> new ArrayList<>()).add(scan.id());
  }

  /** Takes up a scan that this run has committed. */
  void committed(CommittedScan scan) {
    scans.put(scan.id(), scan);
  }

  /** Returns the dataset's directory, as a person would type it. */
  public String root() {
    return Storage.shown(paths.root());
  }

  /** Returns all scans. */
  public Collection<CommittedScan> all() {
    return new TreeMap<>(scans).values();
  }

  /** Returns a scan; null if there is none of this id. */
  public @Nullable CommittedScan get(String id) {
    return scans.get(id);
  }

  /** Returns the scans of a volume, by the path of its file. */
  public List<CommittedScan> bySource(String source) {
    return idsBySource.getOrDefault(source, List.of()).stream().map(scans::get).toList();
  }

  /** Returns why the newest manifest of a scan cannot be used; null if it can, or there is none. */
  public @Nullable Unreadable unreadable(String id) {
    return unreadable.get(id);
  }

  /** Returns why manifests cannot be used, by id. */
  public Map<String, Unreadable> unreadable() {
    return Map.copyOf(unreadable);
  }

  /**
   * Looks for the files of scans: whether they are there, with their lengths.
   *
   * @return what is wrong, in one line, by the ids of the scans of which something is
   */
  public Map<String, String> damage(List<CommittedScan> some) throws IOException {
    Map<String, String> damage = new HashMap<>();
    List<String> found =
        Parallel.map(
            some,
            scan -> {
              String wrong = new ScanContents(storage, paths, scan.manifest()).damage();
              return wrong == null ? "" : wrong;
            });
    for (int k = 0; k < some.size(); k++) {
      if (!found.get(k).isEmpty()) {
        damage.put(some.get(k).id(), found.get(k));
      }
    }
    return damage;
  }

  /**
   * Returns how the settings of a scan differ from others, such as {@code geometry.views.count 360,
   * now 90}.
   *
   * @param settings the sections volume and geometry that are wanted
   */
  public String differences(CommittedScan scan, Map<String, Object> settings) throws IOException {
    Path file = paths.manifest(scan.id(), scan.number());
    byte[] content = storage.read(file);
    if (content == null) {
      throw ScanReplacedException.of(paths.root(), scan.id());
    }
    return Differences.between(
        ScanManifest.parse(content, file).description(), Json.MAPPER.valueToTree(settings));
  }
}
