package io.sinotrace.description.geometry;

import io.sinotrace.description.text.Section;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** The types of acquisition: {@code geometry.type}. */
public enum GeometryType {
  RADIOGRAPH,
  PARALLEL,
  FAN,
  CONE,
  HELICAL,
  VECTORS;

  /** Reads a section {@code geometry}. */
  static GeometrySpec read(Section section, Configuration conf) {
    GeometryType type = section.choice("type", GeometryType.class);
    section.only("type", type, type.allKeys());
    return switch (type) {
      case RADIOGRAPH -> RadiographSpec.read(section);
      case PARALLEL -> ParallelSpec.read(section);
      case FAN -> FanSpec.read(section);
      case CONE -> ConeSpec.read(section);
      case HELICAL -> HelicalSpec.read(section);
      case VECTORS -> VectorsSpec.read(section, conf);
    };
  }

  /** Returns the keys of the section {@code geometry} and of those in it, by dotted section. */
  public static Map<String, List<String>> keysBySection() {
    List<String> ofAnyType =
        Stream.of(values()).flatMap(type -> type.allKeys().stream()).distinct().toList();
    return Map.of(
        "geometry",
        ofAnyType,
        "geometry.detector",
        DetectorReader.KEYS,
        "geometry." + SubRaysReader.KEY,
        SubRaysReader.KEYS,
        "geometry.detector.tilt",
        DetectorReader.TILT,
        "geometry.views",
        ViewAngles.KEYS);
  }

  /** Returns the keys that this type takes. */
  private List<String> allKeys() {
    return Stream.concat(keys().stream(), Stream.of(SubRaysReader.KEY)).toList();
  }

  /** Returns the keys that this type takes, but for those that all take. */
  private List<String> keys() {
    return switch (this) {
      case RADIOGRAPH -> List.of("type", "source-above", "gap", "detector");
      case PARALLEL -> List.of("type", "detector", "slices", "views", "angles");
      case FAN ->
          List.of(
              "type",
              "source-to-axis",
              "source-to-detector",
              "detector",
              "slices",
              "views",
              "angles");
      case CONE ->
          List.of("type", "source-to-axis", "source-to-detector", "detector", "views", "angles");
      case HELICAL ->
          List.of(
              "type",
              "source-to-axis",
              "source-to-detector",
              "feed",
              "pitch",
              "detector",
              "views",
              "angles");
      case VECTORS -> List.of("type", "file", "beam", "detector");
    };
  }
}
