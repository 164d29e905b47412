package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanDescription;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.jspecify.annotations.Nullable;

/**
 * What a table is made of.
 *
 * @param path the scan description; null where the options are the description
 * @param keys values by the dotted keys of a description, which are all in small letters; Spark
 *     lets the names of options be written in any
 * @param ofCatalog whether they come from a catalog, which has kept them for an unknown time
 */
record TableOptions(@Nullable String path, Map<String, String> keys, boolean ofCatalog) {
  private static final String PATH = "path";

  /** Copies the keys. */
  TableOptions {
    keys = Map.copyOf(keys);
  }

  /**
   * Reads what Spark hands over: options, or the properties of a table of its catalog.
   *
   * @throws InputException if several descriptions are named
   */
  static TableOptions of(Map<String, String> properties) {
    Map<String, String> keys = new HashMap<>();
    // No value means what the word null does: the key is taken away.
    properties.forEach(
        (key, value) ->
            keys.put(key.toLowerCase(Locale.ROOT), Objects.requireNonNullElse(value, "null")));
    String provider = keys.getOrDefault(TableCatalog.PROP_PROVIDER, "");
    if (provider.equalsIgnoreCase(ProjectionSource.NAME)
        || provider.equals(ProjectionSource.class.getName())) {
      return ofCatalog(keys);
    }
    if (keys.containsKey("paths")) {
      throw new InputException(
          "load: expected one scan description, not several; volume.path in one takes globs and"
              + " lists of volumes");
    }
    String path = keys.remove(PATH);
    return new TableOptions(path, keys, false);
  }

  /** The options are marked; the rest is the catalog's own, such as the table's owner. */
  private static TableOptions ofCatalog(Map<String, String> properties) {
    // A table without a location of its own is given one under the warehouse, where nothing is.
    boolean located = properties.containsKey(TableCatalog.PROP_LOCATION);
    Map<String, String> keys = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(TableCatalog.OPTION_PREFIX)) {
            keys.put(key.substring(TableCatalog.OPTION_PREFIX.length()), value);
          }
        });
    keys.remove(PATH);
    return new TableOptions(located ? properties.get(PATH) : null, keys, true);
  }

  /** Returns these with others laid over them. */
  TableOptions with(Map<String, String> others) {
    TableOptions over = of(others);
    Map<String, String> all = new HashMap<>(keys);
    all.putAll(over.keys);
    return new TableOptions(over.path == null ? path : over.path, all, ofCatalog);
  }

  /** Returns what plans call the table. */
  String name() {
    return path == null ? "options" : path;
  }

  /**
   * Reads the description.
   *
   * @throws InputException if it cannot be used
   */
  ScanDescription description(Configuration conf) {
    return path == null ? Descriptions.of(keys, conf) : Descriptions.read(path, keys, conf);
  }
}
