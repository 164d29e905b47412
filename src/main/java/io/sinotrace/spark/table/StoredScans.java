package io.sinotrace.spark.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.Parallel;
import io.sinotrace.description.RecordedDescription;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.geometry.Tile;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.tissue.TissueCurve;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.CommittedScans;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.ScanVersion;
import io.sinotrace.spark.values.ScanBeam;
import io.sinotrace.spark.values.ValueColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final ValueColumns values;

  /**
   * Finds out which value columns the scans have.
   *
   * @param options those that a dataset takes, see {@link TableOptions#dataset}
   * @throws InputException if the first scan's manifest is none
   */
  StoredScans(Path dataset, Map<String, String> options, Configuration conf) {
    this.dataset = dataset;
    this.conf = conf;
    try {
      CommittedScans scans = CommittedScans.of(dataset, conf);
      this.values =
          scans.ids().isEmpty()
              ? ValueColumns.LINE_INTEGRALS
              : values(scans.open(scans.ids().get(0)).manifest(), options, conf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ValueColumns values(
      ScanManifest manifest, Map<String, String> options, Configuration conf) {
    JsonNode volume = manifest.description().path("volume");
    TissueCurve.Named materials = TissueCurve.Named.of(volume.path("materials").asText());
    if (materials == null) {
      return new ValueColumns(manifest.valueColumns(), List.of());
    }
    double energy = volume.path("effective-energy").asDouble();
    Map<String, String> settings = new HashMap<>(options);
    String file = settings.remove(TableOptions.PROTOCOLS);
    PhysicsSpec physics =
        new RecordedDescription(manifest.id(), manifest.description().toString(), conf)
            .physics(file, settings, materials.materials(), energy);
    return ValueColumns.ofMaterials(
        manifest.valueColumns(),
        materials.materials().stream().map(Materials::named).toList(),
        energy,
        physics);
  }

  /** Returns those of the first scan; a query of one that has others fails. */
  @Override
  public ValueColumns values() {
    return values;
  }

  /** Lists the dataset, and reads the manifests of the scans that the filter may want. */
  @Override
  public List<StoredTile> tiles(RowFilter filter) {
    try {
      CommittedScans scans = CommittedScans.of(dataset, conf);
      List<String> wanted =
          scans.ids().stream().filter(id -> filter.of(id) != RowFilter.Share.NONE).toList();
      return Parallel.map(wanted, id -> tiles(scans.open(id))).stream()
          .flatMap(List::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<StoredTile> tiles(FinishedScan scan) throws IOException {
    List<ValueColumn> columns = scan.manifest().valueColumns();
    if (!columns.equals(values.given())) {
      throw new InputException(
          "%s: scan %s has the columns %s and others have %s: expected the same of all scans that a query reads"
              .formatted(dataset, scan.id(), columns, values.given()));
    }
    ScanBeam beam = values.needsBeam() ? StoredBeam.of(scan, conf) : null;
    if (beam != null) {
      values.check(beam);
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
