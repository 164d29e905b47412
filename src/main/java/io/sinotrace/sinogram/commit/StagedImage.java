package io.sinotrace.sinogram.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.storage.NamedOutput;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image of a scan being written: its manifest, the image and its pictures, {@code
 * NAME-HASH.nii.gz} and {@code .png}, with a hash of the settings, in the scan's directory of
 * images, and the Parquet files of its slices, in {@link ImageSlices a directory of their own}.
 *
 * <p>It is committed as scans are (see {@link StagedScan}): the {@linkplain ImageName numbered}
 * manifest, which is made in one step and only where there is none of its number, is the commit.
 * Where files can be renamed, they are prepared in the staging directory of the run and moved to
 * their places after it (see {@link StagedMove}); in an object store they are written there, under
 * names that no other run has, and what the manifest before names is deleted after it. So of two
 * runs that write an image of one name one wins, and the other takes what is there, if it is the
 * same, or says what is.
 *
 * <p>Manifests of lower numbers are deleted at once. A run that is slow may then make one of them
 * again, which does not count; it finds that there is a higher one, and has lost. The {@linkplain
 * ShownManifest manifest for people} goes with the files.
 */
public final class StagedImage {
  private static final int HASH_DIGITS = 8;

  private final Storage storage;
  private final DatasetPaths paths;
  private final JsonNode settings;
  private final Path directory;

  /** Of the image that is there; null if there is none. */
  private final @Nullable ImageName before;

  private final ImageName own;

  /** What tells the names of this run's files from those of others, where they are in one place. */
  private final String ownNames;

  private final ImageSlices slices;

  /**
   * Begins; nothing is made yet.
   *
   * @param run staging directory of the run
   */
  StagedImage(
      Storage storage, DatasetPaths paths, String id, String name, JsonNode settings, Path run)
      throws IOException {
    this.storage = storage;
    this.paths = paths;
    this.settings = settings;
    this.before = ImageCatalog.newest(storage, paths, id).get(name);
    this.own = new ImageName(id, name, before == null ? 1 : before.number() + 1);
    this.ownNames = storage.isObjectStore() ? run.getName() : "";
    this.directory = new Path(run, own.staging());
    this.slices = new ImageSlices(storage, paths.slices(name, id), directory);
  }

  /**
   * Returns the manifest of an image that is there; null if there is none, or it is not complete
   * and these settings make it again; nothing is written.
   *
   * @param name of the image among those of the scan
   * @throws InputException if what is there is not ours
   */
  public static @Nullable ImageManifest existing(
      String dataset, String id, String name, JsonNode settings, Configuration conf)
      throws IOException {
    Path path = new Path(dataset);
    Path root = path.getFileSystem(conf).makeQualified(path);
    Storage storage = Storage.of(root, conf);
    DatasetPaths paths = new DatasetPaths(root);
    return existing(storage, paths, ImageCatalog.newest(storage, paths, id).get(name), settings);
  }

  private static @Nullable ImageManifest existing(
      Storage storage, DatasetPaths paths, @Nullable ImageName newest, JsonNode settings)
      throws IOException {
    ImageManifest manifest = newest == null ? null : ImageCatalog.read(storage, paths, newest);
    if (newest == null || manifest == null) {
      return null;
    }
    ImageContents contents = new ImageContents(storage, paths, newest, manifest);
    // An image that lacks a picture is made again, but no other takes its place unasked.
    boolean same = manifest.settings().equals(settings);
    String damage = same ? contents.damage() : contents.damageOfValues();
    return damage == null ? manifest : null;
  }

  /** Returns what the names of its files begin with. */
  private String prefix() {
    return own.name() + "-" + hash(settings, ownNames);
  }

  private static String hash(JsonNode settings, String ownNames) {
    try {
      String text = Json.MAPPER.writeValueAsString(settings) + ownNames;
      return Fingerprint.sha256(text.getBytes(UTF_8)).substring(0, HASH_DIGITS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the name of the image's file. */
  public String imageName() {
    return prefix() + ".nii.gz";
  }

  /** Returns the name of its picture. */
  public String pictureName() {
    return prefix() + ".png";
  }

  /** Returns the name of the picture that compares it with another. */
  public String comparisonName() {
    return prefix() + "-comparison.png";
  }

  /** Returns what the names of slices begin with. */
  public FileIdentity slicesIdentity(FileIdentity ofContent) {
    return ofContent.with(ownNames);
  }

  /** Returns where the manifest is, as a person would type it. */
  public String shownManifest() {
    return Storage.shown(paths.imageManifest(own.shown()));
  }

  /** Returns where an image is, as a person would type it. */
  public String shown(ImageManifest manifest) {
    return manifest.image() == null
        ? slices.shown()
        : Storage.shown(new Path(paths.images(own.id()), manifest.image()));
  }

  /**
   * Returns the manifest of the image that is there; null if there is none, or it is not complete
   * and these settings make it again.
   *
   * @throws InputException if what is there is not ours
   */
  public @Nullable ImageManifest existing() throws IOException {
    slices.requireOurs();
    // Also where the image is another's to tell: nothing else is put in the place of a file.
    ImageManifest unused = ImageCatalog.read(storage, paths, own.shown());
    if (storage.isObjectStore()) {
      // Whoever made the image may have died before that.
      ShownManifest.write(storage, paths, own);
    }
    return existing(storage, paths, before, settings);
  }

  /** Returns where tasks write their parts; it is made. */
  public Path parts() throws IOException {
    Path parts = new Path(directory, ImageLayout.WORK);
    storage.makeDirectories(parts);
    return parts;
  }

  private Path files() {
    return storage.isObjectStore()
        ? paths.images(own.id())
        : new Path(directory, ImageLayout.FILES);
  }

  /** Begins to write the image. */
  public NamedOutput image() throws IOException {
    storage.makeDirectories(files());
    return storage.create(new Path(files(), imageName()));
  }

  /** Returns its slices. */
  public ImageSlices slices() {
    return slices;
  }

  /**
   * Commits the image that was written, in place of the one that was there when this began.
   *
   * @param pictures by the names that the manifest has of them
   * @return what is there now: that of another run, if it has committed the same meanwhile
   * @throws InputException if another run has committed something else under its name meanwhile;
   *     that stays
   */
  public ImageManifest publish(ImageManifest written, Map<String, byte[]> pictures)
      throws IOException {
    boolean moves = !storage.isObjectStore();
    ImageManifest manifest = written.complete(pictures, moves ? staging() : null);
    byte[] old = before == null ? null : storage.read(paths.imageManifest(before));
    ImageManifest replaced =
        before == null || old == null
            ? null
            : ImageManifest.parse(old, paths.imageManifest(before));
    if (before != null && replaced != null) {
      finish(before, replaced);
    }
    storage.makeDirectories(files());
    for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
      storage.write(new Path(files(), picture.getKey()), picture.getValue());
    }
    if (moves) {
      storage.write(new Path(files(), own.shown().file()), ShownManifest.content(manifest));
      moveOf(directory).prepare(old);
      storage.makeDirectories(paths.images(own.id()));
    }
    if (!commit(manifest)) {
      return lost(manifest);
    }
    if (moves) {
      moveOf(directory).finish(Set.copyOf(manifest.files()));
    } else {
      ShownManifest.write(storage, paths, own);
      if (replaced != null) {
        storage.deleteAll(inPlace(replaced));
      }
      storage.deleteTree(directory);
    }
    deleteManifestsBefore();
    return manifest;
  }

  /** Makes the manifest; returns whether it counts. */
  private boolean commit(ImageManifest manifest) throws IOException {
    Path file = paths.imageManifest(own);
    byte[] content = manifest.json();
    // A storage that tries again by itself may find what its first try has made.
    if (!storage.createNew(file, content) && !Arrays.equals(storage.read(file), content)) {
      return false;
    }
    if (own.equals(newest())) {
      return true;
    }
    storage.delete(file);
    return false;
  }

  private @Nullable ImageName newest() throws IOException {
    return ImageCatalog.newest(storage, paths, own.id()).get(own.name());
  }

  private void deleteManifestsBefore() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Entry entry : storage.list(paths.images(own.id()))) {
      ImageName name = ImageName.ofManifest(own.id(), entry.name());
      if (name != null && name.isReplacedBy(own)) {
        files.add(entry.path());
      }
    }
    storage.deleteAll(files);
  }

  private StagedMove moveOf(Path staged) {
    return new StagedMove(storage, staged, new ImageLayout(paths, own.id(), own.name()));
  }

  /** Returns where the image is prepared, from the dataset's root. */
  private String staging() {
    return "%s/%s/%s"
        .formatted(paths.staging().getName(), directory.getParent().getName(), directory.getName());
  }

  /** Finishes the commit before this one, which whoever made it may not have done yet. */
  private void finish(ImageName name, ImageManifest there) throws IOException {
    if (there.staging() != null) {
      moveOf(new Path(paths.root(), there.staging())).finish(Set.copyOf(there.files()));
    } else if (storage.isObjectStore() && name.number() > 1) {
      ImageName earlier = new ImageName(name.id(), name.name(), name.number() - 1);
      ImageManifest replaced = ImageCatalog.read(storage, paths, earlier);
      if (replaced != null) {
        storage.deleteAll(inPlace(replaced));
      }
    }
  }

  private ImageManifest lost(ImageManifest manifest) throws IOException {
    ImageName newest = newest();
    ImageManifest there = newest == null ? null : ImageCatalog.read(storage, paths, newest);
    if (storage.isObjectStore()) {
      storage.deleteAll(inPlace(manifest));
    }
    storage.deleteTree(directory);
    if (there != null && there.settings().equals(settings)) {
      return there;
    }
    throw new InputException(
        "%s was made by another run meanwhile%s; that stays"
            .formatted(shownManifest(), there == null ? "" : ", " + there.conflict(settings)));
  }

  /** Returns where the files of an image lie that no other manifest names. */
  private List<Path> inPlace(ImageManifest manifest) {
    List<Path> files = new ArrayList<>();
    manifest.files().forEach(name -> files.add(new Path(paths.images(own.id()), name)));
    Path slices = paths.slices(own.name(), own.id());
    manifest.sliceNames().forEach(name -> files.add(new Path(slices, name)));
    return files;
  }
}
