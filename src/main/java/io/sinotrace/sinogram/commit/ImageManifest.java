package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * What the JSON file beside an image says.
 *
 * @param format {@link #FORMAT}
 * @param scan id of the scan it is of
 * @param unit of its values
 * @param created when, in ISO 8601
 * @param sinotrace version of the program
 * @param settings all that the values depend on: equal settings, equal values
 * @param notes what was found out about the scan, such as which weights were taken
 * @param figures times and sizes
 * @param image name of the file beside this one
 * @param picture name of the picture beside it
 * @param bytes its length
 * @param sha256 of its bytes
 */
public record ImageManifest(
    int format,
    String scan,
    String unit,
    String created,
    String sinotrace,
    JsonNode settings,
    Map<String, String> notes,
    Map<String, Double> figures,
    String image,
    String picture,
    long bytes,
    String sha256) {
  /** To be raised when readers of these files have to change. */
  public static final int FORMAT = 1;

  /** Returns settings as they are compared. */
  public static JsonNode settings(Map<String, Object> settings) {
    // By way of text, so that numbers are what they are when they are read.
    try {
      return Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(settings));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns how other settings differ from these, such as {@code filter hann, now ram-lak}. */
  public String differences(JsonNode others) {
    return Differences.between(settings, others);
  }

  byte[] json() throws IOException {
    return Json.MAPPER.writeValueAsBytes(this);
  }

  static ImageManifest parse(byte[] json, Path file) {
    try {
      ImageManifest manifest = Json.MAPPER.readValue(json, ImageManifest.class);
      if (manifest != null
          && manifest.settings != null
          && manifest.image != null
          && manifest.picture != null) {
        return manifest;
      }
    } catch (IOException e) {
      throw noManifest(file);
    }
    throw noManifest(file);
  }

  private static InputException noManifest(Path file) {
    return new InputException(
        Storage.shown(file)
            + " is not the description of an image: expected what jobs/reconstruct writes there");
  }
}
