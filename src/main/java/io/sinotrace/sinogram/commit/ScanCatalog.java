package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.sinogram.commit.TracedScan.Origin;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The committed scans, by their manifests, as the run that holds the lock knows them. */
final class ScanCatalog {
  private final DatasetPaths paths;
  private final Map<String, ScanManifest> scans = new TreeMap<>();

  /** Why a file that is named as a manifest is none, by id. */
  private final Map<String, InputException> unreadable = new TreeMap<>();

  private ScanCatalog(DatasetPaths paths) {
    this.paths = paths;
  }

  /** The content of a file among the manifests: a manifest, or why it is none. */
  private record Reading(
      String id, @Nullable ScanManifest manifest, @Nullable InputException why) {}

  /** Reads all manifests. */
  static ScanCatalog read(Storage storage, DatasetPaths paths) throws IOException {
    ScanCatalog catalog = new ScanCatalog(paths);
    List<Reading> all;
    try {
      all =
          storage.list(paths.manifests()).parallelStream()
              .filter(ScanCatalog::mayBeManifest)
              .map(entry -> read(storage, entry))
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Reading reading : all) {
      if (reading.manifest() != null) {
        catalog.scans.put(reading.id(), reading.manifest());
      } else if (reading.why() != null) {
        catalog.unreadable.put(reading.id(), reading.why());
      }
    }
    return catalog;
  }

  private static boolean mayBeManifest(Entry entry) {
    return !entry.isDirectory() && DatasetPaths.isManifestName(entry.name());
  }

  /** Returns whether it is the manifest of a scan. */
  static boolean isManifest(Storage storage, Entry entry) throws IOException {
    try {
      return mayBeManifest(entry) && read(storage, entry).manifest() != null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Reading read(Storage storage, Entry entry) {
    String id = DatasetPaths.idOf(entry.name());
    try {
      byte[] content = storage.read(entry.path());
      ScanManifest manifest =
          ScanManifest.parse(content == null ? new byte[0] : content, entry.path());
      if (!manifest.id().equals(id)) {
        throw new InputException(
            "%s is the manifest of another scan, %s"
                .formatted(Storage.shown(entry.path()), manifest.id()));
      }
      return new Reading(id, manifest, null);
    } catch (InputException e) {
      return new Reading(id, null, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(ScanManifest manifest) {
    scans.put(manifest.id(), manifest);
  }

  @Nullable ScanManifest get(String id) {
    return scans.get(id);
  }

  /**
   * Finds a scan: by its source, whatever id it has; else, since volumes move, by its id.
   *
   * @param id that it gets if it is not there
   * @throws InputException if the id is taken by a scan of another volume, or by a file that is no
   *     manifest
   */
  ScanMatch find(String id, Origin origin) {
    List<ScanManifest> same =
        scans.values().stream().filter(scan -> scan.source().equals(origin.source())).toList();
    if (!same.isEmpty()) {
      ScanManifest best =
          same.stream()
              .min(
                  Comparator.comparing(
                          (ScanManifest scan) -> !scan.fingerprint().equals(origin.fingerprint()))
                      .thenComparing(scan -> !scan.id().equals(id)))
              .orElseThrow();
      return new ScanMatch(best.id(), best);
    }
    InputException why = unreadable.get(id);
    if (why != null) {
      throw why;
    }
    ScanManifest taken = scans.get(id);
    if (taken != null && !isOfSameVolume(taken, origin)) {
      throw new InputException(
          Setting.OUTPUT,
          "%s holds scan %s of %s, not of %s; expected another path: a scan of another volume is never replaced"
              .formatted(Storage.shown(paths.root()), id, taken.source(), origin.source()));
    }
    return new ScanMatch(id, taken);
  }

  /** Returns whether both scans are of the same voxels, wherever the files were. */
  private static boolean isOfSameVolume(ScanManifest scan, Origin origin) {
    return scan.fingerprint().equals(origin.fingerprint())
        || sorted(scan.inputsSha256().values()).equals(sorted(origin.inputs().values()));
  }

  private static List<String> sorted(Collection<String> sums) {
    return sums.stream().sorted().toList();
  }
}
