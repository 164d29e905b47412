package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan is replaced while an image of it is made. */
class ReplacedScanImageTest {
  @TempDir java.nio.file.Path temp;

  @Test
  void theImageIsMadeAgainOfTheNewScan() throws IOException {
    Path root = new Path(temp.resolve("out").toUri());
    replace(root, 2);
    Storage storage = Storage.of(root, SampleScan.CONF);
    List<Integer> views = new ArrayList<>();
    int made =
        FinishedScan.read(
            root.toString(),
            "head",
            SampleScan.CONF,
            scan -> {
              views.add(scan.views());
              ModelImage image = new ModelImage(scan.views());
              try (SinogramDataset dataset =
                  SinogramDataset.openForImages(root.toString(), SampleScan.CONF, said -> {})) {
                StagedImage staged = dataset.stageImage("head", ModelImage.NAME, image.settings());
                if (views.size() == 1) {
                  replace(root, 4);
                }
                scan.requireNewest();
                return ModelImage.of(image.write(storage, staged));
              }
            });
    assertEquals(List.of(2, 4), views);
    assertEquals(4, made);
    ImageCatalog images = ImageCatalog.read(root.toString(), SampleScan.CONF);
    assertEquals(1, images.all().size());
    assertEquals(4, ModelImage.of(images.all().get(0).manifest()));
    assertEquals(1, images.all().get(0).name().number(), "none of the older scan was committed");
    assertEquals(Map.of(), images.damage());
    assertFalse(Files.exists(temp.resolve("out/_staging")));
  }

  private static void replace(Path root, int views) throws IOException {
    try (SinogramDataset dataset =
        SinogramDataset.open(root.toString(), SampleScan.CONF, said -> {})) {
      new SampleScan(views).write(dataset, "head");
    }
  }
}
