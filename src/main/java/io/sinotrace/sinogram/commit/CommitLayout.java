package io.sinotrace.sinogram.commit;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Of which parts something consists that is committed at once, and where they belong. */
interface CommitLayout {
  /**
   * A directory.
   *
   * @param kind its name in the staging directory
   * @param place where it belongs, or what is in it
   */
  record Part(String kind, Path place) {}

  /**
   * Returns the directories that are moved whole: the old ones go in this order, the new ones come
   * in the reverse. Not all of them need be there.
   */
  List<Part> directories();

  /** Returns the directory of files that are moved one by one, each over another of its name. */
  Part files();

  /** Returns the names of these files that a manifest has. */
  Set<String> files(byte[] manifest, Path file);

  /**
   * Returns which files in a directory that was cleared away are not to come back.
   *
   * @param kind of the directory
   * @param replaced the manifest of what was there before; null if there was none
   */
  Predicate<String> replaced(String kind, byte @Nullable [] replaced, Path file);
}
