package io.sinotrace.spark.table;

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
 * The options of a table.
 *
 * @param path the scan description; null where the options are the description
 * @param keys values by the dotted keys of a description, which are in lower case; Spark ignores
 *     the case of an option's name
 * @param ofCatalog whether they come from a catalog, so that the description may have been deleted
 *     since
 */
record TableOptions(@Nullable String path, Map<String, String> keys, boolean ofCatalog) {
  private static final String PATH = "path";

  /** Copies the keys. */
  TableOptions {
    keys = Map.copyOf(keys);
  }

  /**
   * Reads what Spark passes: options, or the properties of a table of its catalog.
   *
   * @throws InputException if several descriptions are named
   */
  static TableOptions of(Map<String, String> properties) {
    Map<String, String> keys = new HashMap<>();
    // A missing value means the same as the word null: the key is removed.
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

  /** Options have a prefix; other properties are the catalog's own, such as the table's owner. */
  private static TableOptions ofCatalog(Map<String, String> properties) {
    // The path of a table without a location is under the warehouse, where there is no description.
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

  /** Returns these options with others that override them. */
  TableOptions with(Map<String, String> others) {
    TableOptions over = of(others);
    Map<String, String> all = new HashMap<>(keys);
    all.putAll(over.keys);
    return new TableOptions(over.path == null ? path : over.path, all, ofCatalog);
  }

  /** Returns the name of the table in query plans. */
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
