package io.sinotrace.sinogram.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A dataset in memory in which several runs make the same image of the same scan, with equal or
 * other settings, at once and some of them dying, and what may be seen of it after every operation.
 */
final class ImageModel {
  private static final Path ROOT = new Path("/out");
  private static final DatasetPaths PATHS = new DatasetPaths(ROOT);
  private static final Path PLACES = PATHS.images(ModelImage.ID);
  private static final Path SLICES = PATHS.slices(ModelImage.NAME, ModelImage.ID);
  private static final Path SHOWN =
      PATHS.imageManifest(new ImageName(ModelImage.ID, ModelImage.NAME, 0));

  /** What lies about in the dataset and is somebody's. */
  private static final List<String> THEIRS =
      List.of(
          "images/notes.json",
          "images/scan=head/notes.txt",
          "images/scan=head/soft.tissue-mask.nii.gz",
          "images/slices/image=soft.tissue/scan=head/.DS_Store",
          "images/slices/image=soft.tissue/scan=other/mine.parquet",
          "_staging/notes.txt");

  private final MemoryStorage storage;
  private final Interleaving runs;

  /** The image of each number of a manifest that was committed at any time, in order. */
  private final List<Integer> committed = new ArrayList<>();

  private int newest;
  private boolean shown;

  /** What became of runs that came to their end, by name. */
  private final List<Integer> made = new ArrayList<>();

  private final List<String> refused = new ArrayList<>();

  /**
   * Makes a dataset.
   *
   * @param old the image that is there; 0 for none
   */
  ImageModel(boolean objectStore, int old) throws IOException {
    storage = new MemoryStorage(objectStore);
    runs = new Interleaving(storage, this::look);
    SinogramDataset dataset = SinogramDataset.open(storage, ROOT, said -> {});
    for (String file : THEIRS) {
      Path path = new Path(ROOT, file);
      storage.makeDirectories(path.getParent());
      storage.write(path, ModelScan.content(file));
    }
    dataset.close();
    if (old > 0) {
      write(storage, old, false);
    }
    look("before");
    made.clear();
  }

  private void write(Storage storage, int number, boolean overwrite) throws IOException {
    ModelImage wanted = new ModelImage(number);
    try (SinogramDataset dataset = SinogramDataset.open(storage, ROOT, said -> {})) {
      StagedImage image = dataset.stageImage(ModelImage.ID, ModelImage.NAME, wanted.settings());
      ImageManifest there = image.existing();
      if (there != null && !there.settings().equals(wanted.settings()) && !overwrite) {
        refused.add("image %d is there".formatted(ModelImage.of(there)));
      } else if (there == null || overwrite) {
        assertEquals(number, ModelImage.of(wanted.write(storage, image)));
        made.add(number);
      }
    } catch (InputException e) {
      refused.add(e.getMessage());
    }
  }

  /** Adds a run that makes an image. */
  void add(String name, int number, boolean overwrite) {
    runs.add(name, storage -> write(storage, number, overwrite));
  }

  /** Adds a run that only finishes what others have committed. */
  void addFinisher(String name) {
    runs.add(name, storage -> SinogramDataset.open(storage, ROOT, said -> {}).close());
  }

  /** Adds somebody who prunes what is older than any run. */
  void addPruner(String name) {
    runs.add(name, storage -> Prune.run(storage, ROOT, Duration.ofDays(1), false));
  }

  /** Adds a reader by manifest, who reads all files some times. */
  void addReader(String name, int times) {
    runs.add(
        name,
        storage -> {
          for (int k = 0; k < times; k++) {
            read(storage);
          }
        });
  }

  private static void read(Storage storage) throws IOException {
    for (int attempt = 0; attempt < 10; attempt++) {
      ImageName newest = newest(storage);
      if (newest == null || isWhole(storage, newest)) {
        return;
      }
    }
    throw new AssertionError("found no whole image");
  }

  private static @Nullable ImageName newest(Storage storage) throws IOException {
    return ImageCatalog.newest(storage, PATHS, ModelImage.ID).get(ModelImage.NAME);
  }

  /** Returns whether all files of an image are there; none may be of another. */
  private static boolean isWhole(Storage storage, ImageName name) throws IOException {
    ImageManifest manifest = ImageCatalog.read(storage, PATHS, name);
    if (manifest == null) {
      return false;
    }
    ModelImage image = new ModelImage(ModelImage.of(manifest));
    boolean whole = true;
    for (String file : manifest.files()) {
      String kind = file.endsWith(".png") ? "picture" : "image";
      whole &=
          isThere(
              storage, manifest, ImageLayout.FILES, new Path(PLACES, file), image.content(kind));
    }
    for (String file : manifest.sliceNames()) {
      whole &=
          isThere(
              storage,
              manifest,
              ImageLayout.SLICES,
              new Path(SLICES, file),
              image.content("slices"));
    }
    return whole;
  }

  private static boolean isThere(
      Storage storage, ImageManifest manifest, String kind, Path place, byte[] expected)
      throws IOException {
    Entry entry = StagedMove.find(storage, ROOT, manifest.staging(), kind, place);
    byte[] content = entry == null ? null : storage.read(entry.path());
    if (content != null) {
      assertArrayEquals(expected, content);
    }
    return content != null;
  }

  private void look(String step) throws IOException {
    ImageName name = newest(storage);
    if (name != null && name.number() > 0) {
      assertTrue(name.number() >= newest, step + ": an older manifest counts again");
      assertTrue(name.number() <= newest + 1, step + ": numbers were left out");
      int image = ModelImage.of(assertNotNullAnd(ImageCatalog.read(storage, PATHS, name)));
      if (name.number() > newest) {
        committed.add(image);
      }
      newest = name.number();
      assertEquals(committed.get(committed.size() - 1), image, step);
      assertTrue(isWhole(storage, name), step + ": image " + image + " is not whole");
    } else {
      assertEquals(0, newest, step + ": no manifest any more");
    }
    lookAtShown(step);
    if (!storage.isObjectStore()) {
      lookAtSlices(step);
    }
  }

  private static <T> T assertNotNullAnd(@Nullable T value) {
    assertNotNull(value);
    return value;
  }

  /** The manifest for people: once there, it stays, and names files that are in their places. */
  private void lookAtShown(String step) throws IOException {
    byte[] content = storage.read(SHOWN);
    assertTrue(content != null || !shown, step + ": the manifest for people is gone");
    shown = content != null;
    if (content != null) {
      ImageManifest manifest = ImageManifest.parse(content, SHOWN);
      assertTrue(committed.contains(ModelImage.of(manifest)), step + ": not committed");
      assertEquals(null, manifest.staging());
      for (String file : manifest.files()) {
        // Where nothing is renamed, it may be an older one until all have looked after it.
        assertTrue(
            storage.isObjectStore() || storage.exists(new Path(PLACES, file)),
            () -> step + ": " + file + " is not in its place");
      }
    }
  }

  /** Whoever reads directories sees slices of one image, or none for a moment. */
  private void lookAtSlices(String step) throws IOException {
    Set<String> contents = new TreeSet<>();
    int count = 0;
    for (Entry entry : storage.list(SLICES)) {
      if (!entry.isHidden()) {
        contents.add(new String(assertNotNullAnd(storage.read(entry.path())), UTF_8));
        count++;
      }
    }
    assertTrue(contents.size() <= 1, step + ": " + contents);
    assertTrue(count == 0 || count == 2, step + ": " + count + " files");
  }

  /** Runs all in an order; returns the number of steps. */
  int run(Interleaving.Order order) throws Throwable {
    return runs.run(order);
  }

  /** Returns the images that were committed, in order, that which was there before first. */
  List<Integer> committed() {
    return committed;
  }

  /** Returns the images that runs said to have made. */
  List<Integer> made() {
    return made;
  }

  /** Returns what runs said that made none. */
  List<String> refused() {
    return refused;
  }

  /** Ends what was begun, and prunes: there is the image, whole, all that is theirs, no more. */
  void checkEnd() throws IOException {
    SinogramDataset.open(storage, ROOT, said -> {}).close();
    look("at the end");
    Prune.run(storage, ROOT, Duration.ZERO, false);
    look("pruned");
    Set<String> expected = new TreeSet<>();
    Stream.concat(THEIRS.stream(), Stream.of("_sinotrace.json"))
        .forEach(file -> expected.add(file));
    ImageCatalog catalog = ImageCatalog.read(storage, PATHS);
    assertEquals(Map.of(), catalog.unreadable());
    assertEquals(Map.of(), catalog.damage());
    assertEquals(committed.isEmpty() ? 0 : 1, catalog.all().size());
    for (CommittedImage image : catalog.all()) {
      assertEquals(newest, image.name().number());
      expected.add(relative(PATHS.imageManifest(image.name())));
      expected.add(relative(SHOWN));
      image.manifest().files().forEach(file -> expected.add(relative(new Path(PLACES, file))));
      image.manifest().sliceNames().forEach(file -> expected.add(relative(new Path(SLICES, file))));
      assertEquals(
          image.manifest().inItsPlace(),
          ImageManifest.parse(assertNotNullAnd(storage.read(SHOWN)), SHOWN));
    }
    Set<String> there = new TreeSet<>();
    storage.files().forEach(file -> there.add(relative(new Path(file))));
    assertEquals(expected, there);
    for (String file : THEIRS) {
      assertArrayEquals(ModelScan.content(file), storage.read(new Path(ROOT, file)));
    }
  }

  private static String relative(Path path) {
    return ROOT.toUri().relativize(path.toUri()).getPath().replaceFirst("^/out/", "");
  }
}
