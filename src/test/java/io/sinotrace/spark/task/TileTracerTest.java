package io.sinotrace.spark.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.description.Descriptions;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.task.LeaseCache.Lease;
import io.sinotrace.volume.io.HashedVolume;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileTracerTest {
  @TempDir Path temp;

  private ScanPlan plan(String... overrides) {
    Samples.volume(temp.resolve("volume.npy"), 7, 6, 5, 1);
    String description = Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
    Configuration conf = new Configuration();
    var scan = Descriptions.read(description, List.of(overrides), conf);
    return ScanPlan.of(scan.scans(conf).get(0), scan, conf, 1);
  }

  /** A pixel is the number of its place among all that are asked for. */
  private record Counting(boolean offloads, long pixelsAtATime, int rows, int columns)
      implements Projector {
    @Override
    public int channels() {
      return 1;
    }

    @Override
    public String backend() {
      return "counting";
    }

    @Override
    public void project(Tile tile, float[] out) {
      long pixels = tile.pixels(columns);
      for (int i = 0; i < pixels; i++) {
        out[i] = (long) tile.viewFrom() * rows * columns + i;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsComeInOrderWithTheNumbersTheyHaveInTheScan(boolean offloads) {
    // 2^20 pixels a view: four views a chunk, the last of three.
    ScanPlan plan = plan("geometry.detector.rows=512", "geometry.detector.columns=2048");
    int[] views = {12, 10, 8, 6, 4, 2, 0};
    int[] rows = new int[512];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = r;
    }
    Projector projector = new Counting(offloads, 1, 512, 2048);
    Lease<HashedVolume> volume =
        VolumeStore.ofThisJvm().lease(plan.volume(), plan.grid(), new Configuration());
    try (TileTracer tracer =
        new TileTracer(
            TileTask.of(plan, views, rows), volume.value().inputs(), volume, projector, "why", 5)) {
      for (int view = 0; view < 7; view++) {
        for (int row = 0; row < 512; row++) {
          assertTrue(tracer.next());
          assertEquals(views[view], tracer.view());
          assertEquals(row, tracer.row());
          // Whole numbers below 2^24 are floats.
          assertEquals((view * 512 + row) * 2048, tracer.pixels()[tracer.offset()]);
        }
      }
      assertFalse(tracer.next());
      assertEquals(2048, tracer.columns());
      assertEquals("counting", tracer.backend());
      assertEquals("why", tracer.choice());
      assertEquals(5, tracer.readNanos());
    }
  }

  @Test
  void aTaskNeverHoldsMoreThanItsTile() {
    ScanPlan plan = plan("compute.partitions=2", "compute.split=views");
    // 13 views are cut into 6 and 7, of 19 x 23 pixels of 4 bytes.
    assertEquals(7 * 19 * 23 * 4, plan.taskBytes());
  }
}
