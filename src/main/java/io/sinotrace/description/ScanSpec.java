package io.sinotrace.description;

import io.sinotrace.InputException;
import io.sinotrace.description.geometry.NamedGeometry;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.analytic.AnalyticProjector;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One scan of a description: one volume under one geometry.
 *
 * @param id its name in the dataset: {@code [a-z][a-z0-9_-]{0,99}}; not unique if there is a fault
 * @param volume where the volume comes from
 * @param geometry the acquisition
 * @param volumeSection how the volume is read: the section without paths and without what its
 *     format ignores, with defaults filled in; not to be changed
 * @param stored which values are stored; null for those that are traced
 * @param bytes length of the volume's file, or of all its slices, when they were listed; -1 if
 *     there was none; of a phantom that of its text
 * @param modified when it, or the last of them, was last written as of then, in ms since 1970
 * @param fault why the scan cannot be computed, in one line; null if it can
 * @param note what a person should know of its volume, in one line; null if there is nothing
 */
public record ScanSpec(
    String id,
    VolumeSource volume,
    NamedGeometry geometry,
    Map<String, Object> volumeSection,
    @Nullable StoredColumns stored,
    long bytes,
    long modified,
    @Nullable String fault,
    @Nullable String note)
    implements Serializable {
  /** Returns the scan of a volume; see {@link #ScanSpec}. */
  static ScanSpec of(NamedVolume volume, NamedGeometry geometry, @Nullable StoredColumns stored) {
    String name = geometry.name();
    return new ScanSpec(
        name == null ? volume.id() : ScanIds.of(volume.id(), name),
        volume.source(),
        geometry,
        volume.section(),
        stored,
        volume.bytes(),
        volume.modified(),
        volume.fault(),
        volume.note());
  }

  /**
   * Refuses a scan that cannot be computed.
   *
   * @throws InputException if it has a fault
   */
  public void check() {
    if (fault != null) {
      throw new InputException(fault);
    }
  }

  /** Returns the name of the arithmetic of its line integrals. */
  public String arithmetic() {
    return volume.isExact() ? AnalyticProjector.ARITHMETIC : Projector.ARITHMETIC;
  }

  /** Returns the value columns that are traced, one for each channel of the volume. */
  public List<ValueColumn> traced() {
    return values(volume.channels());
  }

  /** Returns the value columns of the sinogram. */
  public List<ValueColumn> values() {
    return stored == null ? traced() : stored.columns();
  }

  static List<ValueColumn> values(Channels channels) {
    return channels.names().isEmpty()
        ? ValueColumn.LINE_INTEGRALS
        : channels.names().stream().map(ValueColumn::arealDensity).toList();
  }

  /** Returns what the views depend on; see {@link NamedGeometry#section}. */
  public Map<String, Object> geometrySection() {
    return geometry.section();
  }

  /** Returns what the values of the scan depend on, besides the content of its input. */
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("volume", volumeSection);
    settings.put("geometry", geometrySection());
    if (stored != null) {
      settings.putAll(stored.settings());
    }
    return settings;
  }
}
