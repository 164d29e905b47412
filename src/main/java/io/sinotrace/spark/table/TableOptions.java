package io.sinotrace.spark.table;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.DatasetHint;
import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.physics.PhysicsSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.jspecify.annotations.Nullable;

/**
 * The options of a table.
 *
 * @param path the scan description or the dataset; null where the options are the description
 * @param table what it has a row for
 * @param keys values by the dotted keys of a description, which are in lower case; Spark ignores
 *     the case of an option's name
 * @param ofCatalog whether they come from a catalog, so that the description or the dataset may
 *     have been deleted since
 */
record TableOptions(
    @Nullable String path, Kind table, Map<String, String> keys, boolean ofCatalog) {
  private static final String PATH = "path";
  private static final String TABLE = "table";

  /** The description whose protocols a dataset is read with, in place of those it was made with. */
  static final String PROTOCOLS = "protocols";

  /** What a table has a row for. */
  enum Kind {
    /** A detector row of a view. */
    PROJECTIONS,
    /** A scan. */
    SCANS;

    private static Kind of(@Nullable String word) {
      if (word == null) {
        return PROJECTIONS;
      }
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return kind;
        }
      }
      throw new InputException(
          "option table=%s: expected %s"
              .formatted(
                  Messages.oneLine(word),
                  Messages.anyOf(Arrays.stream(values()).map(Kind::word).toList())));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the keys. */
  TableOptions {
    keys = Map.copyOf(keys);
  }

  private static TableOptions of(
      @Nullable String path, Map<String, String> keys, boolean ofCatalog) {
    Map<String, String> others = new HashMap<>(keys);
    return new TableOptions(path, Kind.of(others.remove(TABLE)), others, ofCatalog);
  }

  /**
   * Reads what Spark passes: options, or the properties of a table of its catalog.
   *
   * @throws InputException if several paths are named, or no such table
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
          "load: expected one scan description or dataset, not several; volume.path in a description"
              + " takes globs and lists of volumes");
    }
    String path = keys.remove(PATH);
    return of(path, keys, false);
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
    return of(located ? properties.get(PATH) : null, keys, true);
  }

  /**
   * Returns these options with others that override them.
   *
   * @throws InputException if they are those of another table
   */
  TableOptions with(Map<String, String> others) {
    TableOptions over = of(others);
    if (others.containsKey(TABLE) && over.table != table) {
      throw new InputException(
          "option table=%s: this is the table of %s: expected one of its own"
              .formatted(over.table.word(), table.word()));
    }
    Map<String, String> all = new HashMap<>(keys);
    all.putAll(over.keys);
    return new TableOptions(over.path == null ? path : over.path, table, all, ofCatalog);
  }

  /** Returns the name of the table in query plans. */
  String name() {
    return path == null ? "options" : path;
  }

  /**
   * Returns the dataset that is named; null if that is something else, or nothing.
   *
   * @throws InputException if there are options but those of protocols
   */
  @Nullable Path dataset(Configuration conf) {
    if (path == null || path.isBlank() || !isDataset(path, conf)) {
      return null;
    }
    Set<String> others = new TreeSet<>(keys.keySet());
    others.removeIf(key -> key.equals(PROTOCOLS) || key.startsWith(PhysicsSpec.KEY + "."));
    if (!others.isEmpty()) {
      String key = others.iterator().next();
      throw new InputException(
          "option %s=%s: %s is a dataset, and its scans are there already: expected table, protocols or those of physics"
              .formatted(key, Messages.brief(keys.getOrDefault(key, "")), path));
    }
    return new Path(path);
  }

  private static boolean isDataset(String path, Configuration conf) {
    try {
      return DatasetHint.isDataset(new Path(path), conf);
    } catch (IllegalArgumentException e) {
      // Said when it is read as a description.
      return false;
    }
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
