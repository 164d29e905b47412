package io.sinotrace.description;

import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.parquet.Compression;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Where the sinogram dataset goes.
 *
 * @param path the directory, as a fully qualified Hadoop path
 * @param onChange what becomes of an existing scan whose input has changed
 * @param overwrite whether existing scans are computed again and replaced
 * @param columns which values are stored; null for those that are traced
 * @param compression of the Parquet files
 * @param preview what the scans' pictures show; null for none
 */
public record OutputSpec(
    String path,
    OnChange onChange,
    boolean overwrite,
    @Nullable StoredColumns columns,
    Compression compression,
    @Nullable PreviewSpec preview)
    implements Serializable {
  static final List<String> KEYS =
      List.of("path", "on-change", "overwrite", StoredColumns.KEY, "compression", "preview");
  private static final String DIRECTORY = "a directory of any Hadoop file system";

  /** What becomes of a scan that is there, if its input has changed since. */
  public enum OnChange {
    /** It is computed again and replaced. */
    REPLACE,
    /** It is kept, and reported. */
    KEEP
  }

  /**
   * Reads the section {@code output}.
   *
   * @param batch whether there may be many volumes, so that changed scans are replaced by default
   * @param traced the value columns that are traced
   * @return null if the description has no such section
   */
  static @Nullable OutputSpec read(
      Section root,
      boolean batch,
      List<ValueColumn> traced,
      PhysicsSpec physics,
      Configuration conf) {
    if (!root.has("output")) {
      return null;
    }
    Section section = root.section("output");
    StoredColumns columns =
        StoredColumns.read(
            section,
            traced,
            physics,
            root.effective().get(PhysicsSpec.KEY) instanceof Map<?, ?> settings ? settings : null);
    return new OutputSpec(
        section.attempt(() -> path(section, conf), ""),
        section.choice("on-change", OnChange.class, batch ? OnChange.REPLACE : OnChange.KEEP),
        section.truth("overwrite", false),
        columns,
        section.choice("compression", Compression.class, Compression.ZSTD),
        PreviewSpec.read(section, columns == null ? traced : columns.columns()));
  }

  private static String path(Section section, Configuration conf) {
    Value path = section.required("path", DIRECTORY);
    String text = path.text(DIRECTORY);
    return section.note(
        "path", HadoopFiles.qualify(path.location(), "output.path", text, conf).toString());
  }
}
