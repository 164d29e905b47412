package io.sinotrace.bench;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One thread's share of a workload: views of its own, or detector rows where there are too few.
 *
 * @param geometry of the share alone, as a task of a job has it
 */
record Share(Geometry geometry) {
  /** As many pixels are traced at a time in a job. */
  private static final int CHUNK_PIXELS = 1 << 22;

  /** Where the first sampled view is, and how far on, in parts of the scan, the next one. */
  private static final double FIRST = 1.0 / 16;

  private static final double GOLDEN = 0.6180339887;

  /** Returns share {@code index} of {@code count}. */
  static Share of(Workload workload, int index, int count) {
    Geometry all = workload.geometry();
    int views = all.views().size();
    int rows = all.detector().rows();
    boolean byViews = views >= count;
    return new Share(
        all.select(
            byViews ? part(views, index, count) : part(views, 0, 1),
            byViews ? part(rows, 0, 1) : part(rows, index, count)));
  }

  private static int[] part(int n, int index, int count) {
    return IntStream.range(n * index / count, n * (index + 1) / count).toArray();
  }

  /** Returns tiles that hold all of it, each as large as a job would have it. */
  List<Tile> all(Projector projector) {
    int views = geometry.views().size();
    long viewPixels = geometry.rays() / views;
    long pixels = Math.max(CHUNK_PIXELS, projector.pixelsAtATime());
    int chunk = (int) Math.min(views, Math.max(1, pixels / viewPixels));
    List<Tile> tiles = new ArrayList<>();
    for (int from = 0; from < views; from += chunk) {
      tiles.add(views(from, Math.min(views, from + chunk)));
    }
    return tiles;
  }

  /** Returns tiles of single views spread over it, at angles that no symmetry makes alike. */
  List<Tile> sample(int count) {
    int views = geometry.views().size();
    List<Tile> tiles = new ArrayList<>();
    for (int k = 0; k < Math.min(count, views); k++) {
      double place = FIRST + k * GOLDEN;
      int view = (int) (views * (place - Math.floor(place)));
      tiles.add(views(view, view + 1));
    }
    return tiles;
  }

  private Tile views(int from, int to) {
    return new Tile(from, to, 0, geometry.detector().rows());
  }

  /** Returns the pixels of tiles of this share. */
  long pixels(List<Tile> tiles) {
    return tiles.stream().mapToLong(tile -> tile.pixels(geometry.detector().columns())).sum();
  }
}
