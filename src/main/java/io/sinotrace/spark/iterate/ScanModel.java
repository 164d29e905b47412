package io.sinotrace.spark.iterate;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Adjoint;
import io.sinotrace.projector.Backend;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.task.LeaseCache;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The projector A of a scan and its transpose, on executors.
 *
 * @param grid of the image
 * @param geometry of the scan: a ray to the centre of each pixel
 */
record ScanModel(VoxelGrid grid, Geometry geometry) implements Serializable {
  /** Images that tasks of this JVM project; none is kept when another is asked for. */
  private static final LeaseCache<List<String>, Volume> IMAGES = new LeaseCache<>(0, Volume::close);

  /** Returns the pixels of a view. */
  int pixels() {
    return Math.multiplyExact(geometry.detector().rows(), geometry.detector().columns());
  }

  /** Returns the voxels of a plane. */
  int plane() {
    return Math.multiplyExact(grid.nx(), grid.ny());
  }

  /** Returns {@code A image} of some views. */
  float[] forward(StoredVector image, Span views, Configuration conf) {
    Resources resources = SparkResources.here();
    Backend backend = Backends.choose(Backends.AUTO, resources).backend();
    float[] values = new float[Math.multiplyExact(pixels(), views.count())];
    try (LeaseCache.Lease<Volume> lease =
            IMAGES.lease(image.files(), SlabVolume.bytes(grid), () -> volume(image, conf));
        Projector projector = backend.open(lease.value(), geometry, resources)) {
      projector.project(new Tile(views.from(), views.to(), 0, geometry.detector().rows()), values);
    }
    return values;
  }

  /** Returns {@code A' rays} of some planes. */
  float[] adjoint(StoredVector rays, Span planes, Configuration conf) throws IOException {
    Adjoint adjoint = Backends.adjoint(grid, geometry, planes.from(), planes.to());
    rays.forEach(conf, (view, values) -> adjoint.add(view, values, 0));
    return adjoint.image();
  }

  private Volume volume(StoredVector image, Configuration conf) {
    SlabVolume.Writer writer = SlabVolume.on(grid);
    double[] line = new double[grid.nx()];
    try {
      image.forEach(
          conf,
          (z, values) -> {
            for (int from = 0; from < values.length; from += line.length) {
              for (int x = 0; x < line.length; x++) {
                line[x] = values[from + x];
              }
              writer.setRun((long) z * values.length + from, line, 0, line.length);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.finish();
  }
}
