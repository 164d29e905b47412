package io.sinotrace.description;

import io.sinotrace.Setting;
import io.sinotrace.description.text.YamlNode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of the settings that the inner rooms name in their errors. */
public final class SettingKeys {
  private SettingKeys() {}

  /** Returns the dotted key that a setting is written under. */
  public static String key(Setting setting) {
    return switch (setting) {
      case BACKEND -> "compute.backend";
      case PARTITIONS -> "compute.partitions";
      case SPLIT -> "compute.split";
      case OUTPUT -> "output.path";
      case DATASET -> "volume.dataset";
      case AXES -> "volume.axes";
      case SPACING -> "volume.spacing";
      case TYPE -> "volume.type";
      case SHAPE -> "volume.shape";
      case BYTE_ORDER -> "volume.byte-order";
      case SKIP -> "volume.skip";
      case GAPS -> "volume.gaps";
    };
  }

  /** Returns the key of a setting in its section. */
  static String lastPart(Setting setting) {
    String key = key(setting);
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /**
   * Returns the place and the key of each setting, such as {@code head.yaml:7: compute.backend}; of
   * one that is not written, the place of the section that it belongs in.
   */
  static Map<Setting, String> located(YamlNode.Mapping root) {
    return Arrays.stream(Setting.values())
        .collect(Collectors.toMap(Function.identity(), setting -> located(root, key(setting))));
  }

  private static String located(YamlNode.Mapping root, String key) {
    YamlNode at = root;
    for (String name : key.split("\\.", -1)) {
      YamlNode below = at instanceof YamlNode.Mapping keys ? keys.entries().get(name) : null;
      if (below == null) {
        break;
      }
      at = below;
    }
    return at.location().label() + ": " + key;
  }
}
