package io.sinotrace.sinogram.commit;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The parts of a scan. A reader of directories finds views for each sinogram that it finds. */
record ScanLayout(DatasetPaths paths, String id) implements CommitLayout {
  /** Of what attempts of tasks write, each in a directory of its own. */
  static final String WORK = "work";

  static final String SINOGRAM = "sinogram";
  static final String VIEWS = "views";
  static final String PREVIEW = "preview";

  @Override
  public List<Part> directories() {
    return List.of(new Part(SINOGRAM, paths.sinogram(id)), new Part(VIEWS, paths.views(id)));
  }

  @Override
  public Part files() {
    return new Part(PREVIEW, paths.previews());
  }

  @Override
  public Set<String> files(byte[] manifest, Path file) {
    return Set.copyOf(ScanManifest.parse(manifest, file).previews());
  }

  @Override
  public Predicate<String> replaced(String kind, byte @Nullable [] replaced, Path file) {
    ScanManifest old = replaced == null ? null : ScanManifest.parse(replaced, file);
    Set<String> names =
        kind.equals(SINOGRAM) ? Ownership.sinogramNames(old) : Ownership.viewsNames(old);
    return names::contains;
  }
}
