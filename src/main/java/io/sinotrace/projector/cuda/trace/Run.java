package io.sinotrace.projector.cuda.trace;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.BoxGeometry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Views that follow one another and whose rays run alike.
 *
 * @param viewFrom first view
 * @param viewTo first view after the run
 * @param course how the rays run, in most of the views
 */
public record Run(int viewFrom, int viewTo, Course course) {
  /** Views below which a run is not worth launches of its own, on average. */
  private static final int WORTHWHILE = 8;

  /** Cuts the views of a tile into runs; into one where they would be short. */
  public static List<Run> of(BoxGeometry geometry, Tile tile) {
    List<Run> runs = new ArrayList<>();
    Map<Course, Integer> count = new HashMap<>();
    Run last = null;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      Course course = Course.of(geometry, view, tile.rows());
      count.merge(course, 1, Integer::sum);
      if (last != null && last.course.equals(course)) {
        runs.remove(runs.size() - 1);
        last = new Run(last.viewFrom, view + 1, course);
      } else {
        last = new Run(view, view + 1, course);
      }
      runs.add(last);
    }
    if (runs.size() == 1 || runs.size() * WORTHWHILE <= tile.views()) {
      return runs;
    }
    Course most =
        count.entrySet().stream().max(Comparator.comparingInt(Map.Entry::getValue)).get().getKey();
    return List.of(new Run(tile.viewFrom(), tile.viewTo(), most));
  }
}
