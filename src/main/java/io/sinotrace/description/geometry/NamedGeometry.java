package io.sinotrace.description.geometry;

import io.sinotrace.InputException;
import io.sinotrace.description.text.NamedSection;
import io.sinotrace.description.text.Section;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.SubRays;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * One geometry of a description.
 *
 * @param name {@code [a-z][a-z0-9_]{0,39}}, unique in the list; null where the description has one
 *     geometry instead of a list
 * @param spec the acquisition
 * @param subRays of each pixel
 * @param effective the section with defaults filled in, and the name if there is one: nested maps
 *     of strings, numbers, booleans and lists; not to be changed
 */
public record NamedGeometry(
    @Nullable String name, GeometrySpec spec, SubRays subRays, Map<String, Object> effective)
    implements Serializable {
  /** The most rays of a view whose pixels have several. */
  private static final long MOST_RAYS_OF_A_VIEW = 1L << 27;

  /** The key of the section. */
  public static final String KEY = "geometry";

  /** Reads the key {@code geometry}: a section, or a list of sections with names. */
  public static List<NamedGeometry> readAll(Section root, Configuration conf) {
    List<NamedGeometry> geometries = new ArrayList<>();
    if (root.isList(KEY)) {
      for (NamedSection each : NamedSection.openAll(root, KEY)) {
        root.attempt(() -> geometries.add(read(each.name(), each.section(), conf)), false);
      }
    } else {
      Section section = root.section(KEY);
      root.attempt(() -> geometries.add(read(null, section, conf)), false);
    }
    return List.copyOf(geometries);
  }

  private static NamedGeometry read(@Nullable String name, Section section, Configuration conf) {
    GeometrySpec spec = GeometryType.read(section, conf);
    return new NamedGeometry(name, spec, SubRaysReader.read(section, spec), section.effective());
  }

  /**
   * Returns the views for a volume on {@code grid}.
   *
   * @throws io.sinotrace.InputException as {@link GeometrySpec#compile}
   */
  public Geometry compile(VoxelGrid grid) {
    Geometry geometry = spec.compile(grid).with(subRays);
    long rays = geometry.rays() / geometry.views().size();
    if (rays > MOST_RAYS_OF_A_VIEW && !subRays.equals(SubRays.ONE)) {
      throw new InputException(
          "geometry.rays: %d rays a view: expected at most %d, which are in memory together"
              .formatted(rays, MOST_RAYS_OF_A_VIEW));
    }
    return geometry;
  }

  /**
   * Returns what the views depend on: the section without its name and without the path of a file
   * of poses, whose checksum it has instead.
   */
  public Map<String, Object> section() {
    Map<String, Object> section = new LinkedHashMap<>(effective);
    section.remove(NamedSection.NAME);
    section.remove(VectorsSpec.FILE);
    return section;
  }
}
