package io.sinotrace.projector.cuda.trace;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.setup.BoxGeometry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Views that follow one another and have the same mapping of threads to pixels.
 *
 * @param viewFrom first view
 * @param viewTo first view after the group
 * @param mapping that of most of the views
 */
public record ViewGroup(int viewFrom, int viewTo, ThreadMapping mapping) {
  /** Views below which a group is not worth launches of its own, on average. */
  private static final int WORTHWHILE = 8;

  /** Cuts the views of a tile into groups; into one where they would be short. */
  public static List<ViewGroup> of(BoxGeometry geometry, Tile tile) {
    List<ViewGroup> groups = new ArrayList<>();
    Map<ThreadMapping, Integer> count = new HashMap<>();
    ViewGroup last = null;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      ThreadMapping mapping = ThreadMapping.of(geometry, view, tile.rows());
      count.merge(mapping, 1, Integer::sum);
      if (last != null && last.mapping.equals(mapping)) {
        groups.remove(groups.size() - 1);
        last = new ViewGroup(last.viewFrom, view + 1, mapping);
      } else {
        last = new ViewGroup(view, view + 1, mapping);
      }
      groups.add(last);
    }
    if (groups.size() == 1 || groups.size() * WORTHWHILE <= tile.views()) {
      return groups;
    }
    ThreadMapping most =
        count.entrySet().stream().max(Comparator.comparingInt(Map.Entry::getValue)).get().getKey();
    return List.of(new ViewGroup(tile.viewFrom(), tile.viewTo(), most));
  }
}
