package io.sinotrace.volume.io.tiff;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.tiff.Page.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The pages of a file.
 *
 * @param description of the first
 * @param all in their order, at least one, all of one form
 */
record Pages(Description description, List<Page> all) {
  /**
   * Reads the directories of a file.
   *
   * @throws io.sinotrace.InputException if one is damaged or not supported, or pages differ
   */
  static Pages read(TiffBytes bytes) {
    List<Page> pages = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Directory first = new Directory(bytes, bytes.firstDirectory(), 1);
    Description description = Description.of(first);
    String several = description.other();
    if (several != null) {
      throw bytes.file().fault("has %s: expected slices of one volume".formatted(several));
    }
    Directory at = first;
    while (true) {
      Page page = Page.of(at);
      if (!pages.isEmpty() && !page.form().equals(pages.get(0).form())) {
        throw at.fault("has %s, the first %s".formatted(page.form(), pages.get(0).form()));
      }
      pages.add(page);
      long next = at.next();
      if (next == 0) {
        break;
      }
      if (!seen.add(next) || pages.size() == VoxelGrid.MAX_AXIS) {
        throw at.fault("is followed by no end of pages: damaged");
      }
      at = new Directory(bytes, next, pages.size() + 1);
    }
    if (pages.size() == 1 && description.pages() > 1) {
      addPlain(bytes, pages, description.pages());
    }
    return new Pages(description, List.copyOf(pages));
  }

  /** Adds the pages of which ImageJ writes no directory: those of files beyond 4 GiB. */
  private static void addPlain(TiffBytes bytes, List<Page> pages, long count) {
    Page first = pages.get(0);
    if (!first.isPlain() || count > VoxelGrid.MAX_AXIS) {
      throw bytes.file().fault("has one page of the %d that ImageJ says".formatted(count));
    }
    for (int k = 1; k < count; k++) {
      pages.add(first.behind(k));
    }
  }

  Form form() {
    return all.get(0).form();
  }
}
