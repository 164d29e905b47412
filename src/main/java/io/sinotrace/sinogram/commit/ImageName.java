package io.sinotrace.sinogram.commit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one writing of an image is found by: its manifest is the file {@code NAME@1.json} in the
 * scan's directory of images for the first, {@code NAME@2.json} for the next; the highest number
 * counts.
 *
 * @param id of the scan
 * @param name of the image among those of the scan: of these characters some may be dots, as in
 *     those of columns
 * @param number from 1; 0, or none, for the {@linkplain ShownManifest one for people}, {@code
 *     NAME.json}, which in datasets of earlier versions is the only one
 */
public record ImageName(String id, String name, int number) {
  private static final String NAME = "[a-z][a-z0-9_.-]*";
  private static final Pattern MANIFEST =
      Pattern.compile("(%s)(?:@([1-9][0-9]{0,8}))?\\.json".formatted(NAME));

  /** With a dot, which no id of a scan has: the staging directories of those lie beside it. */
  private static final Pattern STAGING =
      Pattern.compile("image\\.([A-Za-z0-9_-]+)\\.(%s)".formatted(NAME));

  private static final Pattern FILE =
      Pattern.compile("(%s)-[0-9a-f]{8}(\\.nii\\.gz|\\.png|-comparison\\.png)".formatted(NAME));

  /** Returns whose manifest a file among a scan's images is; null if it is something else. */
  static @Nullable ImageName ofManifest(String id, String file) {
    Matcher parts = MANIFEST.matcher(file);
    if (!parts.matches()) {
      return null;
    }
    String number = parts.group(2);
    return new ImageName(id, parts.group(1), number == null ? 0 : Integer.parseInt(number));
  }

  /** Returns it without a number: that of the manifest for people. */
  ImageName shown() {
    return new ImageName(id, name, 0);
  }

  /** Returns whether its manifest is an earlier one of the same image, and not that for people. */
  boolean isReplacedBy(ImageName other) {
    return id.equals(other.id) && name.equals(other.name) && number > 0 && number < other.number;
  }

  /** Returns the name of its manifest. */
  String file() {
    return number == 0 ? name + ".json" : "%s@%d.json".formatted(name, number);
  }

  /** Returns the image, of no number, that a staging directory is of; null for none. */
  static @Nullable ImageName ofStaging(String directory) {
    Matcher parts = STAGING.matcher(directory);
    return parts.matches() ? new ImageName(parts.group(1), parts.group(2), 0) : null;
  }

  /** Returns the name of its directory in the staging directory of a run. */
  String staging() {
    return "image.%s.%s".formatted(id, name);
  }

  /** Returns the image, of no number, that a file has the name of one of; null for none. */
  static @Nullable ImageName ofFile(String id, String file) {
    Matcher parts = FILE.matcher(file);
    return parts.matches() ? new ImageName(id, parts.group(1), 0) : null;
  }

  /** Returns what a staging directory is of: an image in words, or the id of a scan. */
  static String inWords(String staging) {
    ImageName image = ofStaging(staging);
    return image == null ? staging : image.inWords();
  }

  /** Returns the image in words. */
  public String inWords() {
    return "image %s of %s".formatted(name, id);
  }
}
