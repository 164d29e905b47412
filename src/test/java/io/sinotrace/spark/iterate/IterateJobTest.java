package io.sinotrace.spark.iterate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.cli.Cli;
import io.sinotrace.description.image.ImageFormat;
import io.sinotrace.description.image.ImageGrid;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The methods on Spark, however vectors are cut. */
class IterateJobTest {
  private static final int NX = 21;
  private static final int NY = 15;
  private static final int NZ = 17;

  @TempDir Path temp;

  private String trace(double[] values, String... other) {
    Samples.npy(temp.resolve("volume.npy"), NZ, NY, NX, values);
    List<String> args = new ArrayList<>();
    args.add("run");
    args.add(Samples.description(temp.resolve("cone.yaml"), Samples.CONE));
    args.addAll(List.of(other));
    Cli.Result result = Cli.run(args.toArray(new String[0]));
    assertEquals(0, result.code(), result.toString());
    return temp.resolve("out").toString();
  }

  /** Reconstructs, and returns the file of the image. */
  private Path run(String dataset, IterativeMethod method, int iterations, int parts)
      throws IOException {
    IterateRequest request =
        new IterateRequest(
            new ImageSpec(
                new ValueColumn("line_integral"),
                "line_integral-" + method,
                new FilterSettings(FilterWindow.RAM_LAK, 1),
                ImageGrid.OF_VOLUME,
                0,
                ImageFormat.NIFTI,
                null,
                null),
            method,
            iterations,
            false,
            true);
    IterateJob.Done done =
        new IterateJob(
                dataset,
                request,
                new StoredVolumes(new Configuration()),
                SparkSessions.local(),
                parts)
            .run("volume", (number, residual, share, seconds) -> {}, line -> {});
    assertTrue(done.isNew());
    return Path.of(done.file());
  }

  @Test
  void imagesDoNotDependOnHowManyParts() throws IOException {
    String dataset = trace(values(42));
    for (IterativeMethod method : IterativeMethod.values()) {
      byte[] one = Files.readAllBytes(run(dataset, method, 2, 1));
      for (int parts : new int[] {7}) {
        deleteImages(dataset);
        assertArrayEquals(
            one, Files.readAllBytes(run(dataset, method, 2, parts)), method + " of " + parts);
      }
      deleteImages(dataset);
    }
  }

  private static double[] values(long seed) {
    return new SplittableRandom(seed).doubles(NX * NY * NZ).toArray();
  }

  private static void deleteImages(String dataset) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(dataset, "images/scan=volume"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * All rays of a volume of one value say that very value, and so does each voxel's mean of them,
   * whatever the weights: SIRT is done in one step, but for voxels that no ray meets.
   */
  @Test
  void sirtSolvesAUniformVolumeInOneStep() throws IOException {
    double[] uniform = new double[NX * NY * NZ];
    Arrays.fill(uniform, 0.0206);
    String dataset = trace(uniform, "geometry.detector.rows=41", "geometry.detector.columns=41");
    Volume image = read(run(dataset, IterativeMethod.SIRT, 1, 3));
    int met = 0;
    for (int z = 0; z < NZ; z++) {
      for (int k = 0; k < NX * NY; k++) {
        float mu = image.slab(0, z).get(k);
        met += mu != 0 ? 1 : 0;
        assertEquals(mu == 0 ? 0 : 0.0206, mu, 1e-7);
      }
    }
    assertTrue(met > 0.95 * uniform.length, met + " voxels were met");
  }

  /** With as many good equations as unknowns, there is one solution: the volume. */
  @Test
  void cglsFindsTheVolume() throws IOException {
    double[] values = values(7);
    String dataset =
        trace(
            values,
            "geometry.detector.rows=60",
            "geometry.detector.columns=60",
            "geometry.detector.pixel=[1.2,1]",
            "geometry.views.count=40");
    Volume image = read(run(dataset, IterativeMethod.CGLS, 25, 2));
    double worst = 0;
    for (int z = 4; z < NZ - 4; z++) {
      for (int k = 0; k < NX * NY; k++) {
        worst = Math.max(worst, Math.abs(image.slab(0, z).get(k) - values[z * NX * NY + k]));
      }
    }
    System.out.println("greatest error: " + worst);
    assertTrue(worst < 0.1, "greatest error: " + worst);
  }

  private static Volume read(Path file) {
    return VolumeLoader.load(
        TestFiles.source(
            file.toUri().toString(), null, null, null, VoxelUnits.PER_MM, 0, Placement.FILE),
        new Configuration());
  }
}
