package io.sinotrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.sinogram.commit.ImageManifest;
import io.sinotrace.spark.image.ImageJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is told of an image. */
final class ImageText {
  private ImageText() {}

  /** Returns a line of the image, and below it those of its comparison. */
  static List<String> of(ImageJob.Done done) {
    ImageManifest manifest = done.manifest();
    List<String> lines = new ArrayList<>();
    lines.add(
        done.isNew()
            ? String.format(
                Locale.ROOT,
                "%s: %s, %s, %s degrees, in %.1f s",
                done.file(),
                manifest.unit(),
                Quantity.bytes(manifest.allBytes()),
                String.join(", ", manifest.notes().values()),
                manifest.figures().getOrDefault("seconds", 0.0))
            : done.file() + ": there already");
    lines.addAll(comparison(manifest));
    return lines;
  }

  /** Returns the lines of a comparison; none without one. */
  static List<String> comparison(ImageManifest manifest) {
    List<String> lines = new ArrayList<>();
    JsonNode compared = manifest.comparison();
    if (compared != null) {
      String unit = compared.path("unit").asText();
      lines.add(
          "  compared with %s: RMSE %s, PSNR %s, SSIM %s"
              .formatted(
                  compared.path("with").asText(),
                  measure(compared.path("rmse"), unit),
                  measure(compared.path("psnr_db"), "dB"),
                  measure(compared.path("ssim"), "").strip()));
      for (JsonNode region : compared.path("regions")) {
        lines.add(
            "  %s (%s, eroded): bias %s, deviation %s, %s"
                .formatted(
                    region.path("name").asText(),
                    region.path("numbers").asText(),
                    measure(region.path("bias"), unit),
                    measure(region.path("deviation"), unit),
                    Quantity.count(region.path("voxels").asLong()) + " voxels"));
      }
    }
    return lines;
  }

  private static String measure(JsonNode value, String unit) {
    return value.isNumber()
        ? String.format(Locale.ROOT, "%.4g %s", value.asDouble(), unit)
        : value.asText();
  }
}
