package io.sinotrace.volume.io.dicom;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Slices at equal distances, in their order along the normal of the first.
 *
 * <p>The step from one to the next need not be along the normal: a tilted gantry gives a sheared
 * grid, which it stays.
 *
 * @param slices at least two
 * @param step from one slice to the next in the patient, LPS, in mm
 */
record SliceStack(List<Slice> slices, Vec3 step) {
  /** Slices are not at equal distances. */
  static final class UnevenException extends UnusableException {
    private static final long serialVersionUID = 1L;

    UnevenException(String reason) {
      super(reason);
    }
  }

  /** How far slices may be from equal distances, as files round positions: in mm. */
  private static final double ROUNDED = 0.05;

  /** The same, as a part of the distance. */
  private static final double ROUNDED_PART = 0.01;

  /** Slices that are nearer are at the same place, in mm. */
  private static final double SAME = 1e-3;

  /** From how many distances on slices are missing. */
  private static final double GAP = 1.5;

  /**
   * Puts slices in order.
   *
   * @throws UnusableException if they are not at equal distances, or not of one size
   */
  static SliceStack of(List<Slice> unordered) {
    List<Slice> slices = ordered(unordered);
    Slice first = slices.get(0);
    int last = slices.size() - 1;
    for (Slice slice : slices) {
      if (!slice.isAlike(first)) {
        throw new UnusableException(
            "the slices differ in size: %s and %s".formatted(size(first), size(slice)));
      }
    }
    if (last == 0) {
      throw new UnusableException("is a single slice: expected at least two, for their distance");
    }
    Vec3 normal = first.normal();
    double[] gaps = new double[last];
    for (int k = 0; k < last; k++) {
      gaps[k] = gap(slices, k, normal);
    }
    double[] sorted = gaps.clone();
    Arrays.sort(sorted);
    double usual = sorted[(last - 1) / 2];
    for (int k = 0; k < last; k++) {
      if (gaps[k] < SAME) {
        throw new UnusableException(
            "several slices are at one place, and nothing in their headers tells them apart");
      }
      if (gaps[k] > GAP * usual) {
        throw new UnevenException(
            "%d slices are %s mm apart, but %s mm between the %s and the next: some are missing"
                .formatted(last + 1, mm(usual), mm(gaps[k]), ordinal(k + 1)));
      }
    }
    Vec3 step = slices.get(last).position().minus(first.position()).times(1.0 / last);
    double most = Math.max(ROUNDED, ROUNDED_PART * step.dot(normal));
    for (int k = 0; k < last; k++) {
      if (Math.abs(gaps[k] - step.dot(normal)) > most) {
        throw new UnevenException(
            "%d slices are %s mm apart in the mean, but %s mm between the %s and the next"
                .formatted(last + 1, mm(step.dot(normal)), mm(gaps[k]), ordinal(k + 1)));
      }
      Vec3 expected = first.position().plus(step.times(k));
      double off = slices.get(k).position().minus(expected).norm();
      if (off > most) {
        throw new UnevenException(
            "%d slices do not follow a line at equal distances: the %s is %s mm off"
                .formatted(last + 1, ordinal(k + 1), mm(off)));
      }
    }
    return new SliceStack(slices, step);
  }

  /**
   * Returns the most slices that follow one another at equal distances, the lowest of as many; null
   * if no two do.
   */
  static @Nullable SliceStack longestRun(List<Slice> unordered) {
    List<Slice> slices = ordered(unordered);
    List<List<Slice>> runs = new ArrayList<>();
    for (int from = 0, to = 0; from < slices.size() - 1; from++) {
      int end = evenUpTo(slices, from);
      if (end > to) {
        runs.add(slices.subList(from, end + 1));
        to = end;
      }
    }
    runs.sort(Comparator.comparingInt(run -> -run.size()));
    SliceStack longest = null;
    for (List<Slice> run : runs) {
      int found = longest == null ? 1 : longest.slices.size();
      // What is even by distances may drift off a line, or differ in size.
      for (int size = run.size(); size > found; size--) {
        try {
          longest = of(run.subList(0, size));
          break;
        } catch (UnusableException e) {
          // A shorter one may be even.
        }
      }
    }
    return longest;
  }

  /** Returns the last slice up to which distances differ by no more than files may round them. */
  private static int evenUpTo(List<Slice> slices, int from) {
    Vec3 normal = slices.get(0).normal();
    double least = gap(slices, from, normal);
    double most = least;
    int last = from + 1;
    while (last < slices.size() - 1) {
      double gap = gap(slices, last, normal);
      least = Math.min(least, gap);
      most = Math.max(most, gap);
      // Both may be as far from the mean as that.
      if (most - least > 2 * Math.max(ROUNDED, ROUNDED_PART * most)) {
        break;
      }
      last++;
    }
    return last;
  }

  /** Returns the distance from a slice to the next. */
  private static double gap(List<Slice> slices, int k, Vec3 normal) {
    return slices.get(k + 1).position().minus(slices.get(k).position()).dot(normal);
  }

  /** Returns slices in their order along the normal of the first. */
  static List<Slice> ordered(List<Slice> slices) {
    Vec3 normal = slices.get(0).normal();
    return slices.stream()
        .sorted(Comparator.comparingDouble((Slice slice) -> slice.position().dot(normal)))
        .toList();
  }

  /** Returns whether two are at the same place along the normal. */
  static boolean hasDoubles(List<Slice> slices) {
    List<Slice> ordered = ordered(slices);
    Vec3 normal = ordered.get(0).normal();
    for (int k = 1; k < ordered.size(); k++) {
      Vec3 gap = ordered.get(k).position().minus(ordered.get(k - 1).position());
      if (gap.dot(normal) < SAME) {
        return true;
      }
    }
    return false;
  }

  private static String size(Slice slice) {
    return "%d x %d of %s x %s mm"
        .formatted(
            slice.columns(),
            slice.rows(),
            mm(slice.alongRow().norm()),
            mm(slice.alongColumn().norm()));
  }

  private static String mm(double length) {
    String fixed = String.format(Locale.ROOT, "%.3f", length);
    return fixed.replaceAll("\\.?0+$", "");
  }

  private static String ordinal(int number) {
    int tens = number % 100;
    String end =
        tens >= 11 && tens <= 13
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + end;
  }

  /**
   * Returns the grid in the world, RAS+.
   *
   * @throws io.sinotrace.InputException if it has too many voxels along an axis
   */
  VoxelGrid grid() {
    Slice first = slices.get(0);
    Vec3[] columns = {first.alongRow(), first.alongColumn(), step, first.position()};
    double[] rows = new double[12];
    for (int k = 0; k < 4; k++) {
      rows[k] = -columns[k].x();
      rows[4 + k] = -columns[k].y();
      rows[8 + k] = columns[k].z();
    }
    return first
        .file()
        .file()
        .grid(first.columns(), first.rows(), slices.size(), Affine.ofRows(rows));
  }
}
