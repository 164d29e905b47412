package io.sinotrace.spark.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.Parallel;
import io.sinotrace.description.RecordedDescription;
import io.sinotrace.description.VolumeSettings;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.geometry.Tile;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.ScanVersion;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.spark.values.ScanBeam;
import io.sinotrace.spark.values.ValueColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.jspecify.annotations.Nullable;

/** The scans of a dataset, as its manifests name them when a query is planned. */
final class StoredScans implements RowSource {
  private static final Comparator<StoredTile> ORDER =
      Comparator.<StoredTile>comparingInt(part -> part.tile().viewFrom())
          .thenComparingInt(part -> part.tile().rowFrom());

  private final Path dataset;
  private final Configuration conf;

  /**
   * Whether protocols are those of options, for all scans, and not those that each was made with.
   */
  private final boolean ofOptions;

  private final @Nullable ScanManifest first;
  private final ValueColumns values;

  /**
   * Finds out which value columns the scans have.
   *
   * @param options those that a dataset takes, see {@link TableOptions#dataset}: with them all
   *     protocols are worked out, also those of which columns are stored
   * @throws InputException if the first scan's manifest is none, or options are of no use
   */
  StoredScans(Path dataset, Map<String, String> options, Configuration conf) {
    this.dataset = dataset;
    this.conf = conf;
    this.ofOptions = !options.isEmpty();
    try {
      CommittedScans scans = CommittedScans.of(dataset, conf);
      this.first = scans.ids().isEmpty() ? null : scans.open(scans.ids().get(0)).manifest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.values = first == null ? ValueColumns.LINE_INTEGRALS : values(first, options);
  }

  private ValueColumns values(ScanManifest manifest, Map<String, String> options) {
    List<ValueColumn> stored =
        manifest.valueColumns().stream()
            .filter(column -> !ofOptions || Columns.ALL.contains(column.path().get(0)))
            .toList();
    if (effectiveEnergy(manifest).isMissingNode()) {
      return known(new ValueColumns(stored, List.of()));
    }
    Map<String, String> settings = new HashMap<>(options);
    String file = settings.remove(TableOptions.PROTOCOLS);
    RecordedDescription description = recorded(manifest);
    VolumeSettings volume = description.volume();
    List<String> materials = volume.channels().names();
    return known(
        ValueColumns.ofMaterials(
            stored,
            materials.stream().map(Materials::named).toList(),
            volume.effectiveEnergy(),
            description.physics(file, settings, materials, volume.effectiveEnergy())));
  }

  /** Refuses options where there is nothing that protocols could be worked out from. */
  private ValueColumns known(ValueColumns columns) {
    if (ofOptions && columns.derived().isEmpty()) {
      throw new InputException(
          "%s: stores no areal densities, from which protocols are worked out: expected no option of them"
              .formatted(Storage.shown(dataset)));
    }
    return columns;
  }

  private RecordedDescription recorded(ScanManifest manifest) {
    return new RecordedDescription(manifest.id(), manifest.description().toString(), conf);
  }

  /** Returns what the manifest of a volume of materials has, and no other. */
  private static JsonNode effectiveEnergy(ScanManifest manifest) {
    return volume(manifest, "effective-energy");
  }

  private static JsonNode volume(ScanManifest manifest, String key) {
    return manifest.description().path("volume").path(key);
  }

  /** Returns whether a scan is of the materials of the first one. */
  private boolean isOfSameMaterials(ScanManifest manifest) {
    ScanManifest one = Objects.requireNonNull(first);
    // Most were made with one description, which saves reading them.
    return Stream.of("materials", "labels", "densities")
            .allMatch(key -> volume(manifest, key).equals(volume(one, key)))
        || recorded(manifest).volume().channels().equals(recorded(one).volume().channels());
  }

  /** Returns whether what is worked out of a scan's columns is what it is of the first scan's. */
  private boolean isAsFirst(ScanManifest manifest) {
    ScanManifest one = Objects.requireNonNull(first);
    return effectiveEnergy(manifest).equals(effectiveEnergy(one))
        && isOfSameMaterials(manifest)
        && (ofOptions
            || manifest
                .description()
                .path(PhysicsSpec.KEY)
                .equals(one.description().path(PhysicsSpec.KEY)));
  }

  /** Returns those of the first scan; a query of one that has others fails. */
  @Override
  public ValueColumns values() {
    return values;
  }

  /** Lists the dataset, and reads the manifests of the scans that the filter may want. */
  @Override
  public List<StoredTile> tiles(RowFilter filter, List<ValueColumn> asked) {
    try {
      CommittedScans scans = CommittedScans.of(dataset, conf);
      List<String> wanted =
          scans.ids().stream().filter(id -> filter.of(id) != RowFilter.Share.NONE).toList();
      return Parallel.map(wanted, id -> tiles(scans.open(id), asked)).stream()
          .flatMap(List::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<StoredTile> tiles(FinishedScan scan, List<ValueColumn> asked) throws IOException {
    ScanManifest manifest = scan.manifest();
    ScanManifest one = Objects.requireNonNull(first);
    if (!manifest.valueColumns().equals(one.valueColumns())) {
      throw new InputException(
          "%s: scan %s has the columns %s and others have %s: expected the same of all scans that a query reads"
              .formatted(dataset, scan.id(), manifest.valueColumns(), one.valueColumns()));
    }
    if (values.areDerived(asked) && !isAsFirst(manifest)) {
      throw new InputException(
          "%s: scan %s was made with other materials, another effective energy or other protocols than %s: expected a query of columns that are stored%s"
              .formatted(
                  Storage.shown(dataset),
                  scan.id(),
                  one.id(),
                  ofOptions ? "" : ", or the option " + TableOptions.PROTOCOLS));
    }
    if (values.areOfRays(asked) && StoredBeam.raysPerPixel(manifest) > 1) {
      throw new InputException(
          "%s: scan %s stores the mean of the rays of each pixel, from which its intensity does not follow: expected a query of columns that are stored, or physics.approximate: true"
              .formatted(Storage.shown(dataset), scan.id()));
    }
    ScanBeam beam = values.needsBeam(asked) ? StoredBeam.of(scan, conf) : null;
    if (beam != null) {
      values.check(beam, asked);
    }
    List<StoredTile> tiles = new ArrayList<>();
    for (ScanManifest.File file : scan.manifest().files()) {
      for (Tile tile : scan.tiles(file)) {
        tiles.add(
            new StoredTile(scan.version(), file.name(), beam, tile, scan.rows(), scan.columns()));
      }
    }
    tiles.sort(ORDER);
    return tiles;
  }

  @Override
  public CustomMetric[] metrics() {
    return ScanMetrics.ofReading();
  }

  /**
   * A tile of a file.
   *
   * @param version of the scan
   * @param file name of the file
   * @param beam of the scan; null where no value depends on it
   */
  record StoredTile(
      ScanVersion version,
      String file,
      @Nullable ScanBeam beam,
      Tile tile,
      int scanRows,
      int pixels)
      implements RowTile {
    @Override
    public String scan() {
      return version.id();
    }

    @Override
    public RowTask task(int[] views, int[] rows) {
      return new StoredTask(version, file, beam, views, rows);
    }
  }
}
