package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.parquet.FileIdentity;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The parts of an image. */
record ImageLayout(DatasetPaths paths, String id, String name) implements CommitLayout {
  /** Of what tasks write for the driver, and of slices by the names that attempts give them. */
  static final String WORK = "work";

  static final String SLICES = "slices";
  static final String FILES = "files";

  @Override
  public List<Part> directories() {
    return List.of(new Part(SLICES, paths.slices(name, id)));
  }

  @Override
  public Part files() {
    return new Part(FILES, paths.images(id));
  }

  @Override
  public Set<String> files(byte[] manifest, Path file) {
    return Set.copyOf(ImageManifest.parse(manifest, file).files());
  }

  /** Whatever looks like a slice: those of a run that died in an earlier version are there too. */
  @Override
  public Predicate<String> replaced(String kind, byte @Nullable [] replaced, Path file) {
    return FileIdentity::isSinogram;
  }
}
