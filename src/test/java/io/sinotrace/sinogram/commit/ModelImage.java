package io.sinotrace.sinogram.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.sinogram.parquet.FileIdentity;
import io.sinotrace.sinogram.storage.NamedOutput;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * An image that is told from others by a number, which its files hold instead of voxels: one in
 * NIfTI, a picture, and slices if the number is not a multiple of three.
 */
record ModelImage(int number) {
  static final String ID = "head";
  static final String NAME = "soft.tissue";

  JsonNode settings() {
    return ImageManifest.settings(
        Map.of("scan", Map.of("fingerprint", "of the scan"), "number", number));
  }

  /** Returns the number of the image that a manifest is of. */
  static int of(ImageManifest manifest) {
    return manifest.settings().path("number").asInt();
  }

  byte[] content(String kind) {
    return "%s of %d".formatted(kind, number).getBytes(UTF_8);
  }

  /** Writes it as a job does, and commits it; returns what is there then. */
  ImageManifest write(Storage storage, StagedImage image) throws IOException {
    Path parts = image.parts();
    storage.write(new Path(parts, "slab-0-1.raw"), content("slab"));
    List<ScanManifest.File> slices = new ArrayList<>();
    if (number % 3 > 0) {
      FileIdentity identity = image.slicesIdentity(new FileIdentity("image " + number));
      for (int k = 0; k < 2; k++) {
        String name = "%s-%05d.parquet".formatted(identity.prefix(), k);
        String written = image.slices().isInPlace() ? name : "attempt-" + k;
        byte[] content = content("slices");
        storage.write(new Path(image.slices().written(), written), content);
        image.slices().take(written, name);
        slices.add(new ScanManifest.File(name, 1, content.length, "00000000", null, List.of()));
      }
    }
    byte[] voxels = content("image");
    try (NamedOutput out = image.image()) {
      out.write(voxels);
    }
    return image.publish(
        new ImageManifest(
            ImageManifest.FORMAT,
            ID,
            "1/mm",
            "2026-11-27T18:00:00Z",
            "1",
            settings(),
            Map.of(),
            Map.of(),
            image.imageName(),
            image.pictureName(),
            voxels.length,
            Fingerprint.sha256(voxels),
            slices,
            null,
            Map.of(),
            null),
        Map.of(image.pictureName(), content("picture")));
  }
}
